import { fillPictures } from '../../src-trainer/fill.ts'
import { modelMethod } from '../../src-trainer/methods.ts'
import type { ImageShape, Model } from '../../src-trainer/model/model.ts'
import { createModel } from '../../src-trainer/model/registry.ts'
import { createOptimizer } from '../../src-trainer/optimizers/registry.ts'
import { evaluateLoss, trainStepTensor } from '../../src-trainer/train-step.ts'
import type { TrainingState } from '../../src-trainer/training-state.ts'
import type { Golden } from '../golden/model-golden.ts'

/** Training on a golden batch on the current backend, read as every engine can be read. */
export interface GoldenTraining extends Golden {
  readonly image: ImageShape
  /** With the golden weights. */
  createModel(): Model
  /** The golden weights, and an Adam that has not made a step. */
  start(): TrainingState
  /** @returns the loss before each of so many steps */
  train(state: TrainingState, steps: number): Promise<number[]>
  lossNow(model: Model): Promise<number>
  /** Each picture's PSNR over its missing pixels, in dB, as an evaluation has it. */
  psnrNow(model: Model): Promise<number[]>
}

export function goldenTraining(source: Golden): GoldenTraining {
  const { golden, batch, state } = source
  const image = { imageSize: golden.size, channels: golden.channels }
  const lossOptions = { alpha: golden.alpha, beta: golden.beta }
  const create = () => {
    const model = createModel({ name: 'slides', options: golden.options }, image)
    model.importState(state)
    return model
  }
  return {
    ...source,
    image,
    createModel: create,
    start() {
      const model = create()
      const adam = { name: 'adam', options: { learningRate: golden.learningRate } }
      return { model, optimizer: createOptimizer(adam, model.parameters) }
    },
    async train({ model, optimizer }, steps) {
      const losses: number[] = []
      for (let step = 0; step < steps; step++) {
        const values = trainStepTensor(model, optimizer, batch, lossOptions)
        losses.push((await values.data())[0]!)
        values.dispose()
      }
      return losses
    },
    lossNow: async (model) => (await evaluateLoss(model, batch, lossOptions)).loss,
    psnrNow: async (model) => (await fillPictures(modelMethod(model), batch, image, async () => {})).psnr,
  }
}

export function dispose({ model, optimizer }: TrainingState): void {
  model.parameters.dispose()
  optimizer.dispose()
}
