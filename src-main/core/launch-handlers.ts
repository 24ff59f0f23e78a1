import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import type { Engines } from './engines.ts'
import type { Launcher } from './launch.ts'
import type { RunQueue } from './run-queue.ts'
import type { RunStore } from './store/run-store.ts'

export interface LaunchHandlerOptions {
  readonly store: RunStore
  readonly queue: RunQueue
  readonly control: Launcher
  readonly datasets: DatasetCache
  readonly engines: Engines
  readonly changed: () => void
}

type Names = 'runs.start' | 'sweeps.start' | 'engines.known' | 'queue.arrange'

/** Calls of `launch-calls.ts`. */
export function createLaunchHandlers({
  store,
  queue,
  control,
  datasets,
  engines,
  changed,
}: LaunchHandlerOptions): Pick<Handlers<WorkbenchContract>, Names> {
  return {
    'runs.start': async (request) => ({ run: await control.start(request) }),
    'sweeps.start': (request) => control.startSweep(request),
    'engines.known': async ({ config }) => {
      const { channels } = await datasets.info(config.dataset, { imageSize: config.imageSize })
      return { chosen: (await engines.known(config, channels)) ?? null }
    },
    'queue.arrange': async ({ runs }) => {
      await store.arrangeQueue(runs)
      queue.arrange(await store.readQueue())
      changed()
      return {}
    },
  }
}
