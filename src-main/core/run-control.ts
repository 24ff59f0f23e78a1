import { changeChoice, type EngineChoice } from '../../src-shared/contract/engine-choice.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { createLauncher, type Launcher, type LaunchOptions } from './launch.ts'
import { deleteRunFolder } from './run-folder.ts'
import type { RequestedEnd } from './store/run-store.ts'

/** What a person does with runs. A run is given by its id, a unique prefix of one, its name, or `latest`. */
export interface RunControl extends Launcher {
  /** Of a running or queued run, whoever trains it. */
  end(reference: string, state: RequestedEnd): Promise<void>
  /** With what it computed with before, or what is changed about that. */
  resume(reference: string, change?: Partial<EngineChoice>): Promise<void>
  /** @returns bytes freed */
  remove(reference: string): Promise<number>
}

export interface RunControlOptions extends LaunchOptions {
  readonly runFolder: (id: string) => string
}

export function createRunControl(options: RunControlOptions): RunControl {
  const { store, queue, engines, runFolder, changed } = options
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

  async function resume(reference: string, change: Partial<EngineChoice> = {}): Promise<void> {
    const id = await store.resolve(reference)
    const choice = changeChoice(await store.readChoice(id), change)
    await engines.check(choice)
    await store.setState(id, 'queued', null, Date.now())
    await store.setChoice(id, choice)
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

  return { ...createLauncher(options), end, resume, remove }
}
