import { randomBytes } from 'node:crypto'
import type { RunConfig } from '../../src-shared/config.ts'
import type { StartRun, StartSweep } from '../../src-shared/contract/launch-calls.ts'
import { describeRunName, findPreset } from '../../src-shared/presets.ts'
import { expandSweep } from '../../src-shared/sweeps.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import type { Engines } from './engines.ts'
import type { RunQueue } from './run-queue.ts'
import { configHash, newRunId } from './store/run-id.ts'
import type { NewRun, RunStore } from './store/run-store.ts'

export interface LaunchOptions {
  readonly store: RunStore
  readonly queue: RunQueue
  readonly datasets: DatasetCache
  readonly engines: Engines
  readonly changed: () => void
}

/** Makes runs of configurations and queues them. */
export interface Launcher {
  /** Checks engine and data set, then queues. @returns the run's id */
  start(request: StartRun): Promise<string>
  /** Every run of a sweep, or none. @returns the sweep's name and its runs' ids, in the order they are queued */
  startSweep(request: StartSweep): Promise<{ sweep: string; runs: string[] }>
}

export function createLauncher({ store, queue, datasets, engines, changed }: LaunchOptions): Launcher {
  async function checkDatasets(configs: readonly RunConfig[]): Promise<void> {
    const needed = new Map(configs.map(({ dataset, imageSize }) => [`${dataset} ${imageSize}`, { dataset, imageSize }]))
    for (const { dataset, imageSize } of needed.values()) await datasets.info(dataset, { imageSize })
  }

  const newRun = (config: RunConfig, name: NewRun['name'], { preset, engine, threads, device }: StartRun): NewRun => ({
    id: newRunId(randomBytes),
    name,
    preset,
    config,
    configHash: configHash(config),
    datasetHash: null,
    choice: { engine, threads, device },
    createdAt: Date.now(),
  })

  function enqueue(runs: readonly string[]): void {
    for (const run of runs) queue.add(run)
    changed()
  }

  return {
    async start(request) {
      const { config, preset, name } = request
      await engines.check(request)
      await checkDatasets([config])
      const named = name ? { exact: name } : { base: describeRunName(config, findPreset(preset)) }
      const { id } = await store.createRun(newRun(config, named, request))
      enqueue([id])
      return id
    },
    async startSweep(request) {
      const { config, preset: presetName, name, plan } = request
      const preset = findPreset(presetName)
      const configs = expandSweep(config, plan)
      await engines.check(request)
      await checkDatasets(configs)
      const runs = configs.map((each) => newRun(each, { base: describeRunName(each, preset) }, request))
      const made = await store.createSweep(name || `${preset.name}-sweep`, runs)
      const ids = made.runs.map(({ id }) => id)
      enqueue(ids)
      return { sweep: made.sweep, runs: ids }
    },
  }
}
