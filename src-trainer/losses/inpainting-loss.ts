import * as tf from '@tensorflow/tfjs-core'
import type { TrainingBatch } from '../model/batch.ts'
import { gatherRows, scatterRows } from '../ops/rows.ts'
import { totalVariation } from './total-variation.ts'

/** L = alpha · L_MSE + beta · L_TV. */
export interface LossOptions {
  readonly alpha?: number
  readonly beta?: number
  /** One of `tvForms`: `squared` (the slides'), `l1` or `isotropic`. */
  readonly tvForm?: string
}

/** A step's losses, as numbers. */
export interface LossValues {
  readonly loss: number
  /** L_MSE over the missing pixels; 0 where nothing is missing. */
  readonly mse: number
  /** L_TV over the whole inpainted images. */
  readonly tv: number
  /** L_TV without the terms between two known pixels, which have no gradient. */
  readonly tvFree: number
}

/** Names the entries of the loss tensor. */
export function lossValues([loss, mse, tv, tvFree]: ArrayLike<number> & Iterable<number>): LossValues {
  return { loss: loss!, mse: mse!, tv: tv!, tvFree: tvFree! }
}

export type MeasuredLoss = {
  /** [loss, mse, tv, tvFree] */
  readonly values: tf.Tensor1D
  /** [n, channel], d loss / d prediction; absent where nothing is missing. */
  readonly gradient: tf.Tensor2D | undefined
}

/**
 * The slides' loss, with its gradient (Yunkyu Lee, "Implicit Image Inpainting", POSTECH 2022):
 *
 *     L_MSE = 1/(nC) Σ_C Σ_k (s_k − ŝ_k)²                                       n = missing pixels of the batch, 0 if none
 *     L_TV  = 1/(nCWH) Σ_C Σ_ij ((Î_{i+1,j} − Î_{i,j})² + (Î_{i,j+1} − Î_{i,j})²)   n = images of the batch
 *
 * over the whole inpainted image, unclipped, borders of the hole included, no wrap and no padding terms.
 * Both are quadratic in ŝ, so the gradient comes out of the same differences:
 * dL/dŝ = 2α/(nC) (ŝ − s) + β/(nCWH) (dTV/dÎ at the missing pixels).
 *
 * @param prediction [n, channel], unclipped; null where nothing is missing
 */
export function measureLoss(prediction: tf.Tensor2D | null, batch: TrainingBatch, options: LossOptions = {}): MeasuredLoss {
  const { alpha = 1, beta = 0.01, tvForm = 'squared' } = options
  const [images, height, width, channels] = batch.shape
  const { pixels, maskedImages, targets, neighbours } = batch
  return tf.tidy(() => {
    const masked = tf.reshape(maskedImages, [maskedImages.size]) as tf.Tensor1D // [batch · height · width · channel]
    const filled = prediction ? tf.add<tf.Tensor1D>(masked, fill(prediction, batch)) : masked
    const variation = totalVariation(filled, width, channels, neighbours, tvForm)
    const tvScale = 1 / (images * channels * width * height)
    const tv = tf.mul(variation.sum, tvScale)
    const tvFree = tf.mul(variation.freeSum, tvScale)
    if (!prediction) return { values: tf.stack([tf.mul(tv, beta), tf.scalar(0), tv, tvFree]) as tf.Tensor1D, gradient: undefined }

    const mseScale = 1 / (pixels.count * channels)
    const error = tf.sub(prediction, targets) // [n, channel]
    const mse = tf.mul(tf.sum(tf.square(error)), mseScale)
    const loss = tf.add(tf.mul(mse, alpha), tf.mul(tv, beta))
    const tvGradient = tf.reshape(tf.mul(variation.gradient(), beta * tvScale), [images * height * width, channels])
    const gradient = tf.add(tf.mul(error, 2 * alpha * mseScale), gatherRows(tvGradient as tf.Tensor2D, pixels.indices))
    return { values: tf.stack([loss, mse, tv, tvFree]) as tf.Tensor1D, gradient: gradient as tf.Tensor2D }
  })
}

/** The predicted pixels in their places and 0 elsewhere, flat: [n, channel] → [batch · height · width · channel]. */
function fill(prediction: tf.Tensor2D, { pixels, maskedImages }: TrainingBatch): tf.Tensor1D {
  const count = maskedImages.size / prediction.shape[1]
  return tf.reshape(scatterRows(prediction, pixels.indices, count), [maskedImages.size])
}

/**
 * The loss as a differentiable function of the prediction.
 *
 * @param prediction [n, channel], n ≥ 1
 * @returns the scalar loss, and all values [loss, mse, tv, tvFree] outside the tape; both are the caller's, and `values`
 *   outlives a `tf.tidy`: dispose of it
 */
export function inpaintingLoss(
  prediction: tf.Tensor2D,
  batch: TrainingBatch,
  options: LossOptions = {},
): { loss: tf.Scalar; values: tf.Tensor1D } {
  let values: tf.Tensor1D | undefined
  const loss = tf.customGrad((input, save) => {
    const measured = measureLoss(input as tf.Tensor2D, batch, options)
    values = tf.keep(measured.values)
    ;(save as tf.GradSaveFunc)([measured.gradient!])
    return {
      value: tf.reshape(tf.slice(measured.values, [0], [1]), []) as tf.Scalar,
      gradFunc: (dy: tf.Tensor, [gradient]: tf.Tensor[]) => tf.mul(gradient!, dy),
    }
  })(prediction) as tf.Scalar
  return { loss, values: values! }
}
