import { WorkbenchError } from '../../src-shared/errors.ts'
import type { ModelDescription } from '../../src-shared/model-description.ts'
import type { ImageShape, Model } from './model.ts'
import { createSlidesModel, describeSlidesModel } from './slides.ts'

/** A registry entry's choice: which one, and how. */
export interface Choice {
  readonly name: string
  readonly options?: object
}

interface ModelKind {
  create(options: object, image: ImageShape): Model
  /** What `create` would make; needs no backend. */
  describe(options: object, image: ImageShape): ModelDescription
}

const MODELS: Record<string, ModelKind> = {
  slides: { create: createSlidesModel, describe: describeSlidesModel },
}

/** The names `createModel` knows. */
export const modelNames = Object.keys(MODELS)

function find(name: string): ModelKind {
  const kind = MODELS[name]
  if (!kind) throw new WorkbenchError('model-name', `unknown model "${name}": expected ${modelNames.join(', ')}`)
  return kind
}

/** Makes a model on the current backend; its parameters are 0 until `initialize` or `importState`. */
export const createModel = ({ name, options = {} }: Choice, image: ImageShape): Model => find(name).create(options, image)

export const describeModel = ({ name, options = {} }: Choice, image: ImageShape): ModelDescription =>
  find(name).describe(options, image)
