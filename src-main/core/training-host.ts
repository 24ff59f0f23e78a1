import { createRpc } from '../../src-shared/contract/rpc.ts'
import { type TrainerEvent, type TrainingJob, trainerContract, trainerHostContract } from '../../src-shared/contract/trainer.ts'
import { isClosed, messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { startChild } from './child-host.ts'
import type { Owner, RequestedEnd, RunStore } from './store/run-store.ts'

/** An attempt is its owner's for so long after each sign of life, in milliseconds. */
const leaseMs = 15_000

/** A training under way in a child process. */
export interface Training {
  readonly run: string
  readonly pid: number | undefined
  /** Asks for a checkpoint at the next step boundary and then the end. */
  end(state: RequestedEnd): void
  /** Resolves when the child is gone and the store knows how it ended. */
  readonly done: Promise<void>
  /** Renews the lease; a training that has lost it is killed. Wanted every few seconds. */
  beat(): Promise<void>
  kill(): void
}

export interface TrainingHostOptions {
  readonly store: RunStore
  readonly owner: Owner
  /** Called after every recorded batch and when the training has ended. */
  readonly onChange: () => void
  /** Hears what was recorded, in order. */
  readonly onEvents?: ((run: string, events: readonly TrainerEvent[]) => void) | undefined
  readonly now?: () => number
}

/**
 * Supervises one training: a child process, its lease, and what becomes of the run when the child goes without a word.
 *
 * @param prepare makes the child's job from the claim; may take its time (a data set that must be built first): meanwhile the lease is kept
 *   and the training can be ended
 * @throws WorkbenchError `claimed` when another process holds the run
 */
export async function startTraining(
  run: string,
  prepare: (claim: Awaited<ReturnType<RunStore['claim']>>) => Promise<TrainingJob>,
  { store, owner, onChange, onEvents, now = Date.now }: TrainingHostOptions,
): Promise<Training> {
  const claim = await store.claim(run, owner, now(), leaseMs)
  const { attempt } = claim
  const child = startChild('src-trainer/training-child.ts')
  const trainer = createRpc(
    {
      channel: child.channel,
      contract: trainerHostContract,
      handlers: {
        async record({ firstSequence, events }) {
          await store.record(run, attempt, firstSequence, events, now())
          onEvents?.(run, events)
          onChange()
          return {}
        },
      },
      publishers: {},
      onDefect: (error) => console.error(error),
    },
    trainerContract,
  )
  const endedEarly = Promise.withResolvers<RequestedEnd>()
  /** While the job is still being prepared it ends at once; a child that is gone needs no ending. */
  function end(state: RequestedEnd): void {
    endedEarly.resolve(state)
    void trainer.call('end', { state }).catch(() => {})
  }
  const gone = child.exited.then(() => {
    throw new WorkbenchError('closed', 'the trainer process is gone')
  })
  gone.catch(() => {}) // Only of interest while the job is being prepared.

  async function supervise(): Promise<void> {
    try {
      const job = await Promise.race([prepare(claim), endedEarly.promise, gone])
      if (typeof job === 'string') return await store.endAttempt(run, attempt, job, null, now())
      await trainer.call('train', job)
      // A training that ended has said so itself; this is for one that returned without a word.
      await store.endAttempt(run, attempt, 'crashed', 'the trainer ended without saying how', now())
    } catch (error) {
      if (isClosed(error)) await store.endAttempt(run, attempt, 'crashed', describeExit(await child.exited), now())
      else await store.endAttempt(run, attempt, 'failed', messageOf(error), now())
    } finally {
      trainer.close()
      child.kill()
      await child.exited
      onChange()
    }
  }

  return {
    run,
    pid: child.pid,
    end,
    done: supervise(),
    async beat() {
      const { held, requestedEnd } = await store.heartbeat(run, attempt, now(), leaseMs)
      if (!held) child.kill('SIGKILL')
      else if (requestedEnd) end(requestedEnd)
    },
    kill: () => child.kill('SIGKILL'),
  }
}

function describeExit({ code, signal, stderr }: { code: number | null; signal: string | null; stderr: string }): string {
  const how = signal ? `was killed by ${signal}` : `ended with exit code ${code}`
  const memory = signal === 'SIGKILL' ? ' (out of memory is one cause)' : ''
  const words = stderr ? `; its last words: ${stderr.split('\n').at(-1)}` : ''
  return `the trainer process ${how}${memory}${words}`
}
