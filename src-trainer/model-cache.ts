import { stat } from 'node:fs/promises'
import type { RunConfig } from '../src-shared/config.ts'
import { messageOf, WorkbenchError } from '../src-shared/errors.ts'
import { loadCheckpoint } from './checkpoint.ts'
import type { Model } from './model/model.ts'
import { createModel } from './model/registry.ts'

/** Models kept ready: a comparison looks at a handful of runs at once. */
const capacity = 8

export interface ModelSource {
  readonly config: RunConfig
  /** Absolute path. */
  readonly checkpoint: string
}

/** The most recently used models, each loaded once a checkpoint file. */
export interface ModelCache {
  /** Good until others are loaded. @throws WorkbenchError `checkpoint` */
  load(source: ModelSource): Promise<Model>
  /** Good until `release`: for work that lets others load models in between. */
  hold(source: ModelSource): Promise<Model>
  release(model: Model): void
}

export function createModelCache(): ModelCache {
  const models = new Map<string, Model>()
  const held = new Map<Model, number>()

  function trim() {
    for (const [key, model] of models) {
      if (models.size <= capacity) return
      if (held.has(model)) continue
      model.dispose()
      models.delete(key)
    }
  }

  async function load({ config, checkpoint }: ModelSource): Promise<Model> {
    const { mtimeMs } = await stat(checkpoint).catch((error: unknown) => {
      const gone = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const what = gone ? 'is gone' : `cannot be read (${messageOf(error)})`
      throw new WorkbenchError('checkpoint', `the checkpoint ${what}; choose another one (it was ${checkpoint})`)
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
    trim()
    return model
  }

  return {
    load,
    async hold(source) {
      const model = await load(source)
      held.set(model, (held.get(model) ?? 0) + 1)
      return model
    },
    release(model) {
      const times = held.get(model) ?? 0
      if (times > 1) held.set(model, times - 1)
      else held.delete(model)
      trim()
    },
  }
}
