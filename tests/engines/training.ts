/** Training on the golden batch, read as every engine can be read. */

import { fillPictures } from '../../src-trainer/fill.ts'
import { modelMethod } from '../../src-trainer/methods.ts'
import type { Model } from '../../src-trainer/model/model.ts'
import { createModel } from '../../src-trainer/model/registry.ts'
import { createOptimizer } from '../../src-trainer/optimizers/registry.ts'
import { evaluateLoss, trainStepTensor } from '../../src-trainer/train-step.ts'
import type { TrainingState } from '../../src-trainer/training-state.ts'
import { golden, goldenBatch, goldenState } from '../golden/model-golden.ts'

export const image = { imageSize: golden.size, channels: golden.channels }
const batch = goldenBatch()
const lossOptions = { alpha: golden.alpha, beta: golden.beta }

export function goldenModel(): Model {
  const model = createModel({ name: 'slides' }, image)
  model.importState(goldenState())
  return model
}

/** The golden weights, and an Adam that has not made a step. */
export function goldenStart(): TrainingState {
  const model = goldenModel()
  return { model, optimizer: createOptimizer({ name: 'adam', options: { learningRate: golden.learningRate } }, model.parameters) }
}

export function dispose({ model, optimizer }: TrainingState): void {
  model.parameters.dispose()
  optimizer.dispose()
}

/** @returns the loss before each of so many steps on the current backend */
export async function train({ model, optimizer }: TrainingState, steps: number): Promise<number[]> {
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const values = trainStepTensor(model, optimizer, batch, lossOptions)
    losses.push((await values.data())[0]!)
    values.dispose()
  }
  return losses
}

export const lossNow = async (model: Model): Promise<number> => (await evaluateLoss(model, batch, lossOptions)).loss

/** Each picture's PSNR over its missing pixels, in dB, as an evaluation has it. */
export const psnrNow = async (model: Model): Promise<number[]> =>
  (await fillPictures(modelMethod(model), batch, image, async () => {})).psnr
