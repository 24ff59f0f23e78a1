import { WorkbenchError } from '../../src-shared/errors.ts'
import type { ImageShape, Model } from './model.ts'
import { createSlidesModel } from './slides.ts'

/** A registry entry's choice: which one, and how. */
export interface Choice {
  readonly name: string
  readonly options?: object
}

const MODELS: Record<string, (options: object, image: ImageShape) => Model> = {
  slides: createSlidesModel,
}

/** The names `createModel` knows. */
export const modelNames = Object.keys(MODELS)

/** Makes a model on the current backend; its parameters are 0 until `initialize` or `importState`. */
export function createModel({ name, options = {} }: Choice, image: ImageShape): Model {
  const create = MODELS[name]
  if (!create) throw new WorkbenchError('model-name', `unknown model "${name}": expected ${modelNames.join(', ')}`)
  return create(options, image)
}
