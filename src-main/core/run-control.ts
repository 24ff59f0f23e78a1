import { randomBytes } from 'node:crypto'
import type { EngineInfo, StartRun } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { describeRunName, findPreset } from '../../src-shared/presets.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import { deleteRunFolder } from './run-folder.ts'
import type { RunQueue } from './run-queue.ts'
import { configHash, newRunId } from './store/run-id.ts'
import type { RequestedEnd, RunStore } from './store/run-store.ts'

/** What a person does with runs. A run is given by its id, a unique prefix of one, its name, or `latest`. */
export interface RunControl {
  /** Checks engine and data set, then queues. @returns the run's id */
  start(request: StartRun): Promise<string>
  /** Of a running or queued run, whoever trains it. */
  end(reference: string, state: RequestedEnd): Promise<void>
  resume(reference: string): Promise<void>
  /** @returns bytes freed */
  remove(reference: string): Promise<number>
}

export interface RunControlOptions {
  readonly store: RunStore
  readonly queue: RunQueue
  readonly datasets: DatasetCache
  readonly engines: () => Promise<EngineInfo[]>
  readonly runFolder: (id: string) => string
  readonly changed: () => void
}

export function createRunControl({ store, queue, datasets, engines, runFolder, changed }: RunControlOptions): RunControl {
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

  async function end(reference: string, state: RequestedEnd): Promise<void> {
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

  async function remove(reference: string): Promise<number> {
    const id = await store.resolve(reference)
    if (queue.remove(id)) await store.setState(id, 'stopped', 'taken off the queue', Date.now())
    await store.delete(id)
    changed()
    return deleteRunFolder(runFolder(id))
  }

  return { start, end, resume, remove }
}
