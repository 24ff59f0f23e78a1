import * as tf from '@tensorflow/tfjs-core'
import { inpaintingLoss, type LossOptions, type LossValues, lossValues, measureLoss } from './losses/inpainting-loss.ts'
import { createTrainingBatch, type RawBatch, type TrainingBatch } from './model/batch.ts'
import type { Model } from './model/model.ts'
import type { Optimizer } from './optimizers/adam.ts'

/**
 * The loss of a batch and its gradients.
 *
 * @returns `values` [loss, mse, tv, tvFree], and a gradient for each of the model's parameters, in their order
 */
export function lossAndGradients(
  model: Model,
  batch: TrainingBatch,
  options: LossOptions = {},
): { values: tf.Tensor1D; gradients: tf.Tensor[] } {
  const variables = model.parameters.list.map(({ variable }) => variable)
  return tf.tidy(() => {
    if (batch.pixels.count === 0) {
      return { values: measureLoss(null, batch, options).values, gradients: variables.map((variable) => tf.zerosLike(variable)) }
    }
    let kept: tf.Tensor1D | undefined
    const { grads } = tf.variableGrads(() => {
      const prediction = model.decodeMissing(model.encode(batch.maskedImages), batch.pixels) // [n, channel]
      const { loss, values } = inpaintingLoss(prediction, batch, options)
      kept = values
      return loss
    }, variables)
    const values = tf.clone(kept!)
    kept!.dispose()
    return { values, gradients: variables.map(({ name }) => grads[name]!) }
  })
}

/** What a step on a device can have timed: putting the batch there, and the step itself. */
type Timed = <T>(name: 'upload' | 'step', work: () => T) => T

/**
 * One training step, without waiting for its losses.
 *
 * @param learningRate of this step; the optimizer's own when absent
 * @returns [loss, mse, tv, tvFree] before the step, on the device; the caller reads and disposes of it
 */
export function trainStepTensor(
  model: Model,
  optimizer: Optimizer,
  raw: RawBatch,
  options: LossOptions = {},
  { learningRate, timed = (_, work) => work() }: { readonly learningRate?: number; readonly timed?: Timed } = {},
): tf.Tensor1D {
  return tf.tidy(() => {
    const batch = timed('upload', () => createTrainingBatch(raw, model.image))
    return timed('step', () => {
      const { values, gradients } = lossAndGradients(model, batch, options)
      optimizer.apply(gradients, learningRate)
      return values
    })
  })
}

/** One training step, and its losses before the step. Needs a backend that can be read synchronously. */
export function trainStep(
  model: Model,
  optimizer: Optimizer,
  raw: RawBatch,
  options: LossOptions = {},
  learningRate?: number,
): LossValues {
  const values = trainStepTensor(model, optimizer, raw, options, learningRate === undefined ? {} : { learningRate })
  const numbers = lossValues(values.dataSync())
  values.dispose()
  return numbers
}

/** The losses of a batch, nothing trained. */
export async function evaluateLoss(model: Model, raw: RawBatch, options: LossOptions = {}): Promise<LossValues> {
  const values = tf.tidy(() => {
    const batch = createTrainingBatch(raw, model.image)
    const prediction = batch.pixels.count > 0 ? model.decodeMissing(model.encode(batch.maskedImages), batch.pixels) : null
    return measureLoss(prediction, batch, options).values
  })
  const numbers = lossValues(await values.data())
  values.dispose()
  return numbers
}
