import { stat } from 'node:fs/promises'
import type { RunConfig } from '../src-shared/config.ts'
import { messageOf, WorkbenchError } from '../src-shared/errors.ts'
import { loadCheckpoint } from './checkpoint.ts'
import type { Model } from './model/model.ts'
import { createModel } from './model/registry.ts'

/** Models kept ready: a comparison looks at a handful of runs at once. */
const capacity = 6

export interface ModelSource {
  readonly config: RunConfig
  /** Absolute path. */
  readonly checkpoint: string
}

/** The most recently used models, each loaded once a checkpoint file. */
export interface ModelCache {
  /** @throws WorkbenchError `checkpoint` */
  load(source: ModelSource): Promise<Model>
}

export function createModelCache(): ModelCache {
  const models = new Map<string, Model>()
  return {
    async load({ config, checkpoint }) {
      const { mtimeMs } = await stat(checkpoint).catch((error: unknown) => {
        throw new WorkbenchError('checkpoint', `${checkpoint}: cannot be read (${messageOf(error)}); choose another checkpoint`)
      })
      const key = `${checkpoint} ${mtimeMs}`
      let model = models.get(key)
      if (!model) {
        const { tensors, metadata } = await loadCheckpoint(checkpoint)
        model = createModel(config.model, { imageSize: config.imageSize, channels: Number(metadata.channels) })
        model.importState(tensors)
      }
      models.delete(key)
      models.set(key, model)
      const [oldest] = models.keys()
      if (models.size > capacity) {
        models.get(oldest!)!.dispose()
        models.delete(oldest!)
      }
      return model
    },
  }
}
