import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import type { InferenceHost } from './inference-host.ts'
import { resolveMethod } from './methods.ts'
import type { RunStore } from './store/run-store.ts'

export interface ExplorationOptions {
  readonly dataFolder: string
  readonly store: RunStore
  readonly datasets: DatasetCache
  readonly inference: InferenceHost
}

type Names = 'methods.baselines' | 'pictures.read' | 'pictures.fill'

/** Calls of `exploration-calls.ts`: what the galleries, the comparison and the inpainting view show live. */
export function createExplorationHandlers(options: ExplorationOptions): Pick<Handlers<WorkbenchContract>, Names> {
  const { datasets, inference } = options
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
        {
          method: await resolveMethod(options, method, { dataset, imageSize }),
          choice: { engine: 'auto' },
          pictures,
          masks,
          scale,
        },
        { signal },
      ),
  }
}
