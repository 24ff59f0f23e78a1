import * as tf from '@tensorflow/tfjs-core'
import './gradients.ts' // every op comes through here, and so does what lies between ops

/**
 * Kernels that an engine may register beyond TensorFlow.js' own. Where one is missing, the op that wants it is made of
 * standard operations instead, so a model runs on every backend and faster on ours.
 *
 * - `ReluGrad` {dy, y}: dy · (y > 0)
 * - `SortedSegmentSum` {x: [n, c], offsets: int32 [b + 1]}: [b, c]
 * - `AddSegmentRows` {x: [n, c], rows: [b, c], offsets: int32 [b + 1]}: x[i] + rows[segment of i]
 * - `DenseStack` {x: [n, in], w0, b0?, w1, …, offsets?} with {activations, keep}: every layer's output, or the last one's alone
 * - `DenseStackGradient` {dy, x, w0, b0?, h0, …, offsets?} with {activations, inputGradient}: [dw0, db0?, …, dx?]
 * - `Conv2DResidual` {x, filter, bias, residual}: activation(x * filter + bias + residual)
 * - `Conv2DGradient` {x, filter, dy, y?} with {inputGradient, keepGated}: [dFilter, dBias, dx?, gated dy?]
 * - `ExpandBatch` {images, masks: bytes four to an int32, places: int32 [n]} with {shape}: [maskedImages, targets, coordinates, rows, right,
 *   below, rightFree, belowFree], as `model/batch.ts` and `ops/pixel-batch.ts` name them
 * - `AdamStep` {param, grad, m, v} with {learningRate, beta1, beta2, epsilon, correction1, correction2}: [param', m', v']
 */
export type ExtraKernel =
  | 'ReluGrad'
  | 'SortedSegmentSum'
  | 'AddSegmentRows'
  | 'DenseStack'
  | 'DenseStackGradient'
  | 'Conv2DResidual'
  | 'Conv2DGradient'
  | 'ExpandBatch'
  | 'AdamStep'

/** Does the current backend have this kernel? */
export function hasKernel(name: ExtraKernel): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined
}

/** Is a gradient to follow? Where none is, what only a gradient needs need not be kept. */
export function isRecording(): boolean {
  return tf.engine().state.gradientDepth > 0
}

/** Runs a kernel of the current backend by name: the shapes and attributes are the kernel's own contract. */
export function runKernel<T extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: Record<string, tf.Tensor | undefined>,
  attributes: Record<string, unknown> = {},
): T {
  return tf.engine().runKernel(name, inputs as unknown as tf.NamedTensorMap, attributes as unknown as tf.NamedAttrMap) as T
}
