import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Handlers, Publishers } from '../../src-shared/contract/rpc-types.ts'
import type { TrainerEvent, TrainingJob } from '../../src-shared/contract/trainer.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { createHandlers } from './contract-handlers.ts'
import { createDatasetShelf, type DatasetShelf, defaultRoots } from './datasets/add-dataset.ts'
import { DatasetCache } from './datasets/dataset-cache.ts'
import { Inbox } from './datasets/inbox.ts'
import { createEngines, type Engines } from './engines.ts'
import type { EvaluationParts } from './evaluation/evaluation.ts'
import { createEvaluationJobs } from './evaluation/jobs.ts'
import { createDeckJobs } from './figures/deck-jobs.ts'
import { fileReason } from './file-reason.ts'
import { createFollowers } from './followers.ts'
import { createInferenceHost, type InferenceHost } from './inference-host.ts'
import { endOrphans } from './orphans.ts'
import { programVersion } from './program.ts'
import { createRunControl } from './run-control.ts'
import { createRunQueue, type RunQueue } from './run-queue.ts'
import { openDatasetStore } from './store/dataset-store.ts'
import { openEvaluationStore } from './store/evaluation-store.ts'
import { newRunId } from './store/run-id.ts'
import type { Claim, RunStore } from './store/run-store.ts'
import { openSqliteRunStore } from './store/sqlite-run-store.ts'

export interface WorkbenchOptions {
  /** The SQLite file; made on first use. */
  readonly database: string
  /** Data sets, checkpoints and samples; beside the database when absent. */
  readonly dataFolder?: string | undefined
  /** Folders that data sets may be added from by contract calls; null: any. The home and the current folder when absent. */
  readonly allowedRoots?: readonly string[] | null
  /** True for a program that stays: it takes up runs another one queued and left. */
  readonly adoptsQueue?: boolean
  /** Chrome trace file that trainings of this program write when they end. */
  readonly profile?: string | undefined
  /** Hears everything trainings of this program say, once recorded. */
  readonly onEvents?: (run: string, events: readonly TrainerEvent[]) => void
}

/** The workbench core: everything a shell (Electron, `serve`, the command line) offers, and nothing of how it offers it. */
export interface Workbench {
  readonly database: string
  readonly dataFolder: string
  readonly store: RunStore
  readonly datasets: DatasetCache
  readonly datasetShelf: DatasetShelf
  readonly inference: InferenceHost
  readonly queue: RunQueue
  readonly evaluations: EvaluationParts
  readonly handlers: Handlers<WorkbenchContract>
  readonly publishers: Publishers<WorkbenchContract>
  readonly engines: Engines
  /** Ends trainings as paused, then every child process. */
  close(): Promise<void>
}

/** Time a training has for its last checkpoint when the program closes, in milliseconds. */
const closingGraceMs = 20_000
/** A queued run nobody has begun for so long was left by a program that is gone. */
const abandonedMs = 60_000
/** How often leases are renewed and others' looked at, in milliseconds. */
const beatMs = 2_000

/** Before anything is begun that would need it. @throws WorkbenchError `data-folder` */
function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new WorkbenchError(
      'data-folder',
      `${folder}: data sets and runs cannot be kept there (${fileReason(error)}); give another folder with --data`,
    )
  }
}

export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const database = resolve(options.database)
  const dataFolder = resolve(options.dataFolder ?? dirname(database))
  if (options.dataFolder !== undefined) makeDataFolder(dataFolder)
  const store = openSqliteRunStore(database)
  const definitions = openDatasetStore(database)
  const datasets = new DatasetCache({ dataFolder, definitions: () => definitions.list() })
  const inbox = new Inbox(dataFolder)
  const allowedRoots = options.allowedRoots === undefined ? defaultRoots() : options.allowedRoots
  const datasetShelf = createDatasetShelf({ store: definitions, datasets, dataFolder, inbox })
  const inference = createInferenceHost()
  const engines = createEngines(dataFolder)
  const onDefect = (error: unknown) => console.error(error)
  const evaluations: EvaluationParts = { store, measured: openEvaluationStore(database), datasets, inference, dataFolder }
  const evaluationJobs = createEvaluationJobs(evaluations, () => changed())
  const decks = createDeckJobs(() => changed())
  const owner = {
    instance: newRunId(randomBytes),
    host: hostname(),
    pid: process.pid,
    processStart: Math.round(Date.now() - process.uptime() * 1000),
    programVersion,
  }
  const runFolder = (id: string) => join(dataFolder, 'runs', id)

  const followers = createFollowers(store, datasets, evaluationJobs, decks, onDefect)
  const changed = followers.nudge

  async function prepare(run: string, claim: Claim): Promise<TrainingJob> {
    const dataset = await datasets.open(claim.config.dataset, { imageSize: claim.config.imageSize })
    dataset.complete.catch(() => {}) // The trainer, which waits for its pictures, says so in the run.
    await store.setDatasetHash(run, dataset.hash)
    const { choice } = claim
    const chosen = choice.engine === 'auto' ? await engines.choose(claim.config, dataset.info.channels) : undefined
    return {
      run,
      attempt: claim.attempt,
      config: claim.config,
      choice: { ...choice, engine: chosen?.engine ?? choice.engine },
      engineReason: chosen?.reason,
      datasetFolder: dataset.folder,
      runFolder: runFolder(run),
      resumeFrom: claim.checkpoint ? join(dataFolder, claim.checkpoint.path) : null,
      bestPsnr: claim.bestPsnr,
      profile: options.profile ? resolve(options.profile) : null,
    }
  }
  const queue = createRunQueue({ store, owner, onChange: changed, onEvents: options.onEvents, prepare })

  /** Our own first: after the machine slept, every lease has run out. */
  const beat = async () => {
    await queue.beat()
    // Another program may have put them into another order.
    queue.arrange(await store.readQueue())
    queue.setAtOnce((await store.readSettings()).trainingsAtOnce)
    await store.sweepExpired(Date.now())
  }
  const beating = setInterval(() => void beat().catch(onDefect), beatMs)
  await endOrphans(store, owner.host)
  await beat()
  if (options.adoptsQueue) {
    const used = (await definitions.list()).map(({ options }) => (options as { path?: string }).path ?? '')
    await inbox.sweep(used, Date.now())
    const known = new Map((await store.listRuns()).map(({ id, createdAt }) => [id, createdAt]))
    for (const run of await store.readQueue()) if (Date.now() - known.get(run)! > abandonedMs) queue.add(run)
  }

  const control = createRunControl({ store, queue, datasets, engines, runFolder, changed })

  return {
    database,
    dataFolder,
    store,
    datasets,
    datasetShelf,
    inference,
    queue,
    evaluations,
    engines,
    handlers: createHandlers({
      database,
      dataFolder,
      allowedRoots,
      store,
      queue,
      control,
      datasets,
      datasetShelf,
      inbox,
      inference,
      evaluations,
      evaluationJobs,
      decks,
      engines,
      runFolder,
      changed,
    }),
    publishers: followers.publishers,
    async close() {
      clearInterval(beating)
      followers.stop()
      await evaluationJobs.close()
      await queue.close(closingGraceMs)
      await inference.close()
      await datasets.close()
      definitions.close()
      evaluations.measured.close()
      store.close()
    },
  }
}
