import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Handlers, Publishers } from '../../src-shared/contract/rpc-types.ts'
import type { TrainerEvent, TrainingJob } from '../../src-shared/contract/trainer.ts'
import type { EngineInfo, StartRun, WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { describeRunName, findPreset } from '../../src-shared/presets.ts'
import { type ChangeFeed, createChangeFeed } from './change-feed.ts'
import { checkRoots, createDatasetShelf, type DatasetShelf, defaultRoots } from './datasets/add-dataset.ts'
import { DatasetCache } from './datasets/dataset-cache.ts'
import { addableKinds } from './datasets/kinds/registry.ts'
import { drawSeries } from './draw-series.ts'
import { createInferenceHost, type InferenceHost } from './inference-host.ts'
import { programVersion } from './program.ts'
import { deleteRunFolder, readPanel, readSamples } from './run-folder.ts'
import { createRunQueue, type RunQueue } from './run-queue.ts'
import { openDatasetStore } from './store/dataset-store.ts'
import { configHash, newRunId } from './store/run-id.ts'
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
  readonly handlers: Handlers<WorkbenchContract>
  readonly publishers: Publishers<WorkbenchContract>
  engines(): Promise<EngineInfo[]>
  /** Ends trainings as paused, then every child process. */
  close(): Promise<void>
}

/** Time a training has for its last checkpoint when the program closes, in milliseconds. */
const closingGraceMs = 20_000
/** A queued run nobody has begun for so long was left by a program that is gone. */
const abandonedMs = 60_000
/** How often leases are renewed and others' looked at, in milliseconds. */
const beatMs = 2_000

export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const database = resolve(options.database)
  const dataFolder = resolve(options.dataFolder ?? dirname(database))
  const store = openSqliteRunStore(database)
  const definitions = openDatasetStore(database)
  const datasets = new DatasetCache({ dataFolder, definitions: () => definitions.list() })
  const allowedRoots = options.allowedRoots === undefined ? defaultRoots() : options.allowedRoots
  const datasetShelf = createDatasetShelf({ store: definitions, datasets, dataFolder })
  const inference = createInferenceHost()
  const onDefect = (error: unknown) => console.error(error)
  const owner = {
    instance: newRunId(randomBytes),
    host: hostname(),
    pid: process.pid,
    processStart: Math.round(Date.now() - process.uptime() * 1000),
    programVersion,
  }
  const runFolder = (id: string) => join(dataFolder, 'runs', id)

  const feeds = new Set<ChangeFeed>()
  /** Tells every subscriber to look for what changed. */
  const changed = () => {
    for (const feed of feeds) feed.nudge()
  }
  /** Feeds one subscriber until the returned function is called. */
  function follow(look: () => Promise<void>): () => void {
    const feed = createChangeFeed(look, onDefect)
    feeds.add(feed)
    return () => {
      feeds.delete(feed)
      feed.stop()
    }
  }

  async function prepare(run: string, claim: Claim): Promise<TrainingJob> {
    const dataset = await datasets.open(claim.config.dataset, { imageSize: claim.config.imageSize })
    dataset.complete.catch(() => {}) // The trainer, which waits for its pictures, says so in the run.
    await store.setDatasetHash(run, dataset.hash)
    return {
      run,
      attempt: claim.attempt,
      config: claim.config,
      choice: claim.choice,
      datasetFolder: dataset.folder,
      runFolder: runFolder(run),
      resumeFrom: claim.checkpoint ? join(dataFolder, claim.checkpoint.path) : null,
      bestPsnr: claim.bestPsnr,
    }
  }
  const queue = createRunQueue({ store, owner, onChange: changed, onEvents: options.onEvents, prepare })

  /** Our own first: after the machine slept, every lease has run out. */
  const beat = async () => {
    await queue.beat()
    queue.setAtOnce((await store.readSettings()).trainingsAtOnce)
    await store.sweepExpired(Date.now())
  }
  const beating = setInterval(() => void beat().catch(onDefect), beatMs)
  await endOrphans(store, owner.host)
  await beat()
  if (options.adoptsQueue) {
    for (const run of (await store.listRuns()).reverse()) {
      if (run.state === 'queued' && Date.now() - run.createdAt > abandonedMs) queue.add(run.id)
    }
  }

  let probed: Promise<EngineInfo[]> | undefined
  const engines = () => {
    probed ??= inference.call('engines', {})
    return probed
  }

  return {
    database,
    dataFolder,
    store,
    datasets,
    datasetShelf,
    inference,
    queue,
    engines,
    handlers: createHandlers(),
    publishers: createPublishers(),
    async close() {
      clearInterval(beating)
      for (const feed of feeds) feed.stop()
      await queue.close(closingGraceMs)
      await inference.close()
      await datasets.close()
      definitions.close()
      store.close()
    },
  }

  async function start({ config, preset, name, engine, threads, device }: StartRun): Promise<string> {
    const found = await engines()
    const chosen = found.find((candidate) => candidate.name === engine)
    if (engine !== 'auto' && !chosen) {
      throw new WorkbenchError(
        'engine',
        `unknown engine "${engine}": expected auto, ${found.map((candidate) => candidate.name).join(', ')}`,
      )
    }
    if (chosen && !chosen.available) throw new WorkbenchError('engine', `engine "${engine}" cannot run here: ${chosen.reason}`)
    await datasets.info(config.dataset, { imageSize: config.imageSize })
    const run = await store.createRun({
      id: newRunId(randomBytes),
      name: name ? { exact: name } : { base: describeRunName(config, findPreset(preset)) },
      preset,
      config,
      configHash: configHash(config),
      datasetHash: null,
      choice: { engine, threads, device },
      createdAt: Date.now(),
    })
    queue.add(run.id)
    changed()
    return run.id
  }

  async function end(reference: string, state: 'paused' | 'stopped'): Promise<void> {
    const id = await store.resolve(reference)
    const training = queue.training(id)
    if (training) return training.end(state)
    const run = (await store.getRun(id))!
    if (run.state === 'queued') {
      queue.remove(id)
      await store.setState(id, 'stopped', 'taken off the queue', Date.now())
    } else if (run.state === 'running') {
      // Another program trains it: it hears of this at its next heartbeat.
      await store.requestEnd(id, state)
    } else {
      throw new WorkbenchError('run-state', `run "${run.name}" is ${run.state}: only a running or queued run can be ${state}`)
    }
    changed()
  }

  async function resume(reference: string): Promise<void> {
    const id = await store.resolve(reference)
    await store.setState(id, 'queued', null, Date.now())
    queue.add(id)
    changed()
  }

  function createHandlers(): Handlers<WorkbenchContract> {
    const resolved = (reference: string) => store.resolve(reference)
    return {
      'workbench.info': async () => {
        const found = await engines()
        return { version: programVersion, database, dataFolder, engines: found }
      },
      'runs.list': () => store.listRuns(),
      'runs.get': async ({ run }) => (await store.getRun(await resolved(run)))!,
      'runs.start': async (request) => ({ run: await start(request) }),
      'runs.pause': async ({ run }) => {
        await end(run, 'paused')
        return {}
      },
      'runs.stop': async ({ run }) => {
        await end(run, 'stopped')
        return {}
      },
      'runs.resume': async ({ run }) => {
        await resume(run)
        return {}
      },
      'runs.annotate': async ({ run, ...change }) => {
        await store.annotate(await resolved(run), change)
        changed()
        return {}
      },
      'runs.delete': async ({ run }) => {
        const id = await resolved(run)
        if (queue.remove(id)) await store.setState(id, 'stopped', 'taken off the queue', Date.now())
        await store.delete(id)
        changed()
        return { freedBytes: await deleteRunFolder(runFolder(id)) }
      },
      'runs.series': async ({ run, names, ...draw }) => {
        const id = await resolved(run)
        return Promise.all(names.map(async (name) => drawSeries(name, await store.readSeries(id, name), draw)))
      },
      'runs.panel': async ({ run }) => readPanel(runFolder(await resolved(run))),
      'runs.samples': async ({ run, step }) => ({ step, filled: await readSamples(runFolder(await resolved(run)), step) }),
      'settings.get': () => store.readSettings(),
      'settings.change': async (change) => {
        const settings = await store.changeSettings(change)
        queue.setAtOnce(settings.trainingsAtOnce)
        return settings
      },
      'datasets.list': () => datasets.list(),
      'datasets.kinds': async () => addableKinds(),
      'datasets.add': async (dataset) => {
        checkRoots(dataset, allowedRoots)
        const info = await datasetShelf.add(dataset)
        changed()
        return info
      },
      'datasets.remove': async ({ name }) => {
        await datasetShelf.remove(name)
        changed()
        return {}
      },
      'datasets.problems': async ({ name, imageSize }) => {
        const problems = await datasets.problems(name, { imageSize })
        const leftOut = problems.filter((problem) => problem.leftOut).length
        return { problems: problems.slice(0, 1_000), total: problems.length, leftOut }
      },
      'datasets.build': async ({ name, imageSize }) => {
        const dataset = await datasets.open(name, { imageSize })
        await dataset.complete
        changed()
        return {}
      },
      'datasets.pictures': async ({ name, imageSize, split, count }) => datasets.firstPictures(name, { imageSize, split, count }),
    }
  }

  function createPublishers(): Publishers<WorkbenchContract> {
    return {
      runs(since, emit) {
        let seen = since
        return follow(async () => {
          const { runs, deleted, change } = await store.changedSince(seen)
          if (change === seen && runs.length === 0 && deleted.length === 0) return
          seen = change
          emit(change, { runs, deleted })
        })
      },
      datasets(_since, emit) {
        let sequence = 0
        let told = ''
        return follow(async () => {
          const list = await datasets.list()
          const text = JSON.stringify(list)
          if (text === told) return
          told = text
          emit(++sequence, list)
        })
      },
    }
  }
}

/** Attempts of this machine whose process is gone have crashed, whatever is left of their lease. */
async function endOrphans(store: RunStore, host: string): Promise<void> {
  for (const { run, attempt, owner } of await store.liveAttempts()) {
    if (owner.host !== host || isProcess(owner.pid)) continue
    await store.endAttempt(run, attempt, 'crashed', `the program that trained it (process ${owner.pid}) is gone`, Date.now())
  }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
