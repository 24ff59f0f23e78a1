import { join } from 'node:path'
import type { MethodReference } from '../../src-shared/contract/exploration-calls.ts'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import { findCheckpoint } from './evaluate-run.ts'
import type { InferenceHost } from './inference-host.ts'
import type { RunStore } from './store/run-store.ts'

export interface ExplorationOptions {
  readonly dataFolder: string
  readonly store: RunStore
  readonly datasets: DatasetCache
  readonly inference: InferenceHost
}

type Names = 'methods.baselines' | 'pictures.read' | 'pictures.fill'

/** Calls of `exploration-calls.ts`: what the galleries, the comparison and the inpainting view show live. */
export function createExplorationHandlers({
  dataFolder,
  store,
  datasets,
  inference,
}: ExplorationOptions): Pick<Handlers<WorkbenchContract>, Names> {
  /** The method as the inference child knows it: files instead of names. */
  async function resolveMethod(method: MethodReference, dataset: string, imageSize: number) {
    if (method.kind === 'baseline') {
      const { folder } = await datasets.open(dataset, { imageSize })
      return { kind: 'baseline', name: method.name, datasetFolder: folder } as const
    }
    const run = (await store.getRun(await store.resolve(method.run)))!
    const { path } = findCheckpoint(run, method.checkpoint)
    return { kind: 'model', config: run.config, checkpoint: join(dataFolder, path) } as const
  }

  return {
    'methods.baselines': (_, { signal }) => inference.call('baselines', {}, { signal }),
    'pictures.read': async ({ dataset, imageSize, split, indices }) => {
      const { splits, channels } = await datasets.info(dataset, { imageSize })
      const { offset, count } = splits[split]
      const beyond = indices.find((index) => index >= count)
      if (beyond !== undefined) {
        throw new WorkbenchError(
          'dataset-picture',
          `the ${split} split of "${dataset}" has no picture ${beyond}: ${count > 0 ? `expected 0 to ${count - 1}` : 'it is empty'}`,
        )
      }
      const pictures = await datasets.readPictures(
        dataset,
        { imageSize },
        indices.map((index) => offset + index),
      )
      return { count, size: imageSize, channels, pictures }
    },
    'pictures.fill': async ({ dataset, imageSize, method, pictures, masks, scale = 1 }, { signal }) =>
      inference.call(
        'fill',
        { method: await resolveMethod(method, dataset, imageSize), choice: { engine: 'auto' }, pictures, masks, scale },
        { signal },
      ),
  }
}
