import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { createComparisonHandlers } from './comparison-handlers.ts'
import { checkRoots, type DatasetShelf } from './datasets/add-dataset.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import type { Inbox } from './datasets/inbox.ts'
import { addableKinds } from './datasets/kinds/registry.ts'
import { drawSeries } from './draw-series.ts'
import type { Engines } from './engines.ts'
import type { EvaluationParts } from './evaluation/evaluation.ts'
import type { EvaluationJobs } from './evaluation/jobs.ts'
import { createEvaluationHandlers } from './evaluation-handlers.ts'
import { createExplorationHandlers } from './exploration-handlers.ts'
import { createFigureHandlers } from './figure-handlers.ts'
import type { DeckJobs } from './figures/deck-jobs.ts'
import type { InferenceHost } from './inference-host.ts'
import { createLatentHandlers } from './latent-handlers.ts'
import { createLaunchHandlers } from './launch-handlers.ts'
import { createOwnPictureHandlers } from './own-picture-handlers.ts'
import { programVersion } from './program.ts'
import type { RunControl } from './run-control.ts'
import { readPanel, readSamples, runFolderBytes } from './run-folder.ts'
import type { RunQueue } from './run-queue.ts'
import { SeriesCache } from './series-cache.ts'
import type { RunStore } from './store/run-store.ts'

export interface HandlerOptions {
  readonly database: string
  readonly dataFolder: string
  /** Folders that data sets may be added from; null: any. */
  readonly allowedRoots: readonly string[] | null
  readonly store: RunStore
  readonly queue: RunQueue
  readonly control: RunControl
  readonly datasets: DatasetCache
  readonly datasetShelf: DatasetShelf
  readonly inbox: Inbox
  readonly inference: InferenceHost
  readonly evaluations: EvaluationParts
  readonly evaluationJobs: EvaluationJobs
  readonly decks: DeckJobs
  readonly engines: Engines
  readonly runFolder: (id: string) => string
  readonly changed: () => void
}

/** The contract's calls, each a line or two over the parts that do the work. */
export function createHandlers(options: HandlerOptions): Handlers<WorkbenchContract> {
  const {
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
  } = options
  const series = new SeriesCache(store)
  const exploration = createExplorationHandlers({ dataFolder, store, datasets, inference })
  const comparison = createComparisonHandlers(store, series)
  const latents = createLatentHandlers({ dataFolder, store, datasets, inference })
  return {
    ...createEvaluationHandlers(evaluations, evaluationJobs),
    ...exploration,
    ...comparison,
    ...createLaunchHandlers({ store, queue, control, datasets, engines, changed }),
    ...createOwnPictureHandlers({ dataFolder, store, datasets, inference }),
    ...createFigureHandlers({ store, series, datasets, evaluations, ask: { ...exploration, ...latents, ...comparison } }, decks),
    ...latents,
    'workbench.info': () => ({ version: programVersion, database, dataFolder }),
    'engines.list': () => engines.list(),
    'runs.list': () => store.listRuns(),
    'runs.get': async ({ run }) => (await store.getRun(await store.resolve(run)))!,
    'runs.pause': async ({ run }) => {
      await control.end(run, 'paused')
      return {}
    },
    'runs.stop': async ({ run }) => {
      await control.end(run, 'stopped')
      return {}
    },
    'runs.resume': async ({ run, ...change }) => {
      await control.resume(run, change)
      return {}
    },
    'runs.annotate': async ({ run, ...change }) => {
      await store.annotate(await store.resolve(run), change)
      changed()
      return {}
    },
    'runs.size': async ({ runs }) => {
      const sizes = await Promise.all(runs.map(async (run) => runFolderBytes(runFolder(await store.resolve(run)))))
      return { bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) }
    },
    'runs.delete': async ({ run }) => ({ freedBytes: await control.remove(run) }),
    'runs.series': async ({ run, names, smoothing, ...draw }) => {
      const id = await store.resolve(run)
      // One call after another, each answered before the next is begun: a page asks for its curves one by one at first.
      await nextTurn()
      return Promise.all(names.map((name) => series.read(id, name, smoothing, (whole) => drawSeries(name, whole, draw))))
    },
    'runs.panel': async ({ run }) => readPanel(runFolder(await store.resolve(run))),
    'runs.samples': async ({ run, step }) => ({ step, filled: await readSamples(runFolder(await store.resolve(run)), step) }),
    'settings.get': () => store.readSettings(),
    'settings.change': async (change) => {
      const settings = await store.changeSettings(change)
      queue.setAtOnce(settings.trainingsAtOnce)
      return settings
    },
    'datasets.list': () => datasets.list(),
    'datasets.kinds': async () => addableKinds(),
    'datasets.add': async (dataset) => {
      checkRoots(dataset, allowedRoots, inbox.folder)
      const info = await datasetShelf.add(dataset)
      changed()
      return info
    },
    'datasets.remove': async ({ name }) => {
      const removed = await datasetShelf.remove(name)
      changed()
      return removed
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
    'datasets.stop': async ({ name, imageSize }) => {
      await datasets.stop(name, { imageSize })
      changed()
      return {}
    },
    'inbox.begin': ({ name }) => inbox.begin(name),
    'inbox.write': async ({ inbox: id, files }) => {
      await inbox.write(id, files)
      return {}
    },
    'inbox.discard': async ({ inbox: id }) => {
      await inbox.discard(id)
      return {}
    },
    'datasets.pictures': async ({ name, imageSize, split, count }) => datasets.firstPictures(name, { imageSize, split, count }),
  }
}
