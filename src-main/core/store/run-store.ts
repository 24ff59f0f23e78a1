import type { RunConfig } from '../../../src-shared/config.ts'
import type { EngineChoice } from '../../../src-shared/contract/engine-choice.ts'
import type { TrainerEvent } from '../../../src-shared/contract/trainer.ts'
import type { Annotation, Checkpoint, LogLine, RunDetail, RunState, RunSummary } from '../../../src-shared/runs.ts'
import type { Settings } from '../../../src-shared/settings.ts'

/** A run to be queued. Times are UTC milliseconds, here and everywhere in the store. */
export interface NewRun {
  /** From `newRunId`. */
  readonly id: string
  /** `base` is numbered by the store ("slides-beta0.02" becomes "slides-beta0.02-3", the first number free); `exact` is a person's own. */
  readonly name: { readonly base: string } | { readonly exact: string }
  readonly preset: string
  readonly config: RunConfig
  /** From `configHash`. */
  readonly configHash: string
  /** Fingerprint of the data set's pictures; null while it is not yet known (`setDatasetHash`). */
  readonly datasetHash: string | null
  readonly choice: EngineChoice
  readonly createdAt: number
}

/** The process that trains an attempt, precisely enough to tell whether it still lives. */
export interface Owner {
  /** One instance of the program: random, made when it started. */
  readonly instance: string
  readonly host: string
  readonly pid: number
  /** When the process started: a process id is used again, the pair is not. */
  readonly processStart: number
  readonly programVersion: string
}

/** What a claimed attempt goes on from. */
export interface Claim {
  /** 1 for a run's first. */
  readonly attempt: number
  /** Steps already done: the checkpoint's, 0 without one. */
  readonly fromStep: number
  /** Its path is relative to the data folder. */
  readonly checkpoint: Checkpoint | null
  readonly choice: EngineChoice
  readonly config: RunConfig
  /** Best headline PSNR in dB up to `fromStep`, for `TrainingJob.bestPsnr`. */
  readonly bestPsnr: number | null
}

/** How a training may be asked to end. */
export type RequestedEnd = 'paused' | 'stopped'

/** What a heartbeat finds. */
export interface Beat {
  /** False when the lease was lost: the attempt has ended, another has begun or the run is gone. */
  readonly held: boolean
  readonly requestedEnd: RequestedEnd | null
}

/** An attempt that has not ended, and who holds it. */
export interface LiveAttempt {
  readonly run: string
  readonly attempt: number
  readonly owner: Owner
  readonly leaseUntil: number
}

/** Three columns of equal length, steps strictly ascending. */
export interface SeriesData {
  readonly steps: Float64Array
  /** UTC milliseconds. */
  readonly times: Float64Array
  /** NaN and ±Infinity as they were recorded. */
  readonly values: Float64Array
}

/**
 * Runs, their attempts and everything training says of itself. Several processes may use one store at once; every method is one
 * transaction, and nothing is remembered between calls that another process could change.
 *
 * Every method rejects with a WorkbenchError: `no-run` for an unknown id, `database-busy` when another process holds the database
 * for longer than a few seconds, and what is said beside it.
 */
export interface RunStore {
  /** State queued. */
  createRun(run: NewRun): Promise<RunSummary>
  /** All runs of a sweep, queued in this order, or none. @returns the sweep's name: `base` numbered like a run's, and its runs */
  createSweep(base: string, runs: readonly NewRun[]): Promise<{ sweep: string; runs: RunSummary[] }>
  /** Newest first. */
  listRuns(): Promise<RunSummary[]>
  /** What changed after change number `change` (0: everything), and the number to ask from next. */
  changedSince(change: number): Promise<{ runs: RunSummary[]; deleted: string[]; change: number }>
  /** With the newest 500 log lines. */
  getRun(id: string): Promise<RunDetail | undefined>
  /**
   * The id meant by an id, a unique prefix of one, a name (the newest run of that name) or `latest`, in that order; except that
   * a name goes before a prefix of fewer than four characters, so that a run named "7" can be reached.
   *
   * @throws WorkbenchError `no-run` or `ambiguous-run`
   */
  resolve(reference: string): Promise<string>
  /** Changes what a person says of a run; what is absent stays. */
  annotate(id: string, change: Annotation): Promise<void>
  setDatasetHash(id: string, hash: string): Promise<void>
  /**
   * Removes its rows; followers hear of it by `changedSince`. Its files are the caller's.
   *
   * @throws WorkbenchError `run-state` while it is running
   */
  delete(id: string): Promise<void>
  /**
   * Moves a run that no process trains: queued to stopped, or one that can be resumed back to queued. Running is entered by
   * `claim` and left by an `ended` event, `endAttempt` or `sweepExpired`.
   *
   * @throws WorkbenchError `run-state` for a run that is running or finished, or to one of these
   */
  setState(id: string, state: RunState, reason: string | null, now: number): Promise<void>

  /** What the run's next attempt computes with. */
  readChoice(id: string): Promise<EngineChoice>
  setChoice(id: string, choice: EngineChoice): Promise<void>

  /** Ids of the queued runs, the next first. */
  readQueue(): Promise<string[]>
  /** Puts queued runs into this order, in the places that they have among all; others and unknown ones are left out. */
  arrangeQueue(ids: readonly string[]): Promise<void>

  /**
   * Begins an attempt: the state becomes running, and what was recorded after the checkpoint it goes on from is superseded. Allowed
   * for runs that are queued or resumable, and for running ones whose lease has expired.
   *
   * @throws WorkbenchError `claimed` when another live lease holds it or its state does not allow it
   */
  claim(id: string, owner: Owner, now: number, leaseMs: number): Promise<Claim>
  /** Renews the lease and hears what another program asked for. */
  heartbeat(id: string, attempt: number, now: number, leaseMs: number): Promise<Beat>
  /**
   * Asks whoever trains a run to end it; heard at its next heartbeat.
   *
   * @throws WorkbenchError `run-state` when it is not running
   */
  requestEnd(id: string, state: RequestedEnd): Promise<void>
  /**
   * Records events `firstSequence`, `firstSequence + 1`, … of an attempt, all or none; those recorded already are skipped, so that
   * a batch may be sent again.
   *
   * @throws WorkbenchError `lease-lost` when the attempt has ended or is not the current one, `sequence-gap` when events before
   *   `firstSequence` are missing, `bad-event` when an event's columns differ in length
   */
  record(id: string, attempt: number, firstSequence: number, events: readonly TrainerEvent[], now: number): Promise<void>
  /** Ends an attempt that said nothing of its end itself; without effect when it has ended already. `state` is not running. */
  endAttempt(id: string, attempt: number, state: RunState, reason: string | null, now: number): Promise<void>
  /** Attempts whose lease has run out become crashed; answers their runs' ids. */
  sweepExpired(now: number): Promise<string[]>
  /** Attempts not ended, whatever their lease: a host ends those of its own machine whose process is gone. */
  liveAttempts(): Promise<LiveAttempt[]>

  /** Points from `fromStep` to `toStep`, both included; empty for a series nothing was recorded of. */
  readSeries(id: string, name: string, fromStep?: number, toStep?: number): Promise<SeriesData>
  /** The newest `limit` lines, oldest first. */
  readLog(id: string, limit: number): Promise<LogLine[]>
  readSettings(): Promise<Settings>
  /** Changes what is given. @returns all of them */
  changeSettings(change: Partial<Settings>): Promise<Settings>
  close(): void
}
