import * as tf from '@tensorflow/tfjs-core'
import { runKernel } from './kernels.ts'
import { reluGradient } from './relu.ts'
import { columnSums } from './segments.ts'

export type Activation = 'linear' | 'relu'

export interface LayerOptions {
  readonly activation?: Activation
  /** False where the input is data: its gradient is not computed. */
  readonly inputGradient?: boolean
}

/**
 * A fully connected layer, y = activation(x · W + b).
 *
 * TensorFlow.js gives up its fused kernel while gradients are recorded; this keeps it, and spells out the gradients:
 * dW = xᵀ · dy', dx = dy' · Wᵀ, db = column sums of dy', where dy' is dy through the activation.
 *
 * @param x [n, in], n ≥ 1
 * @param weight [in, out]
 * @param bias [out], or null for none
 * @returns [n, out]
 */
export function dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D | null, options: LayerOptions = {}): tf.Tensor2D {
  const { activation = 'linear', inputGradient = true } = options
  const inputs: tf.Tensor[] = [weight]
  if (bias) inputs.push(bias)
  if (inputGradient) inputs.push(x)

  return tf.customGrad((...tensorsAndSave) => {
    const save = tensorsAndSave.at(-1) as unknown as tf.GradSaveFunc
    const y = fusedMatMul(x, weight, bias, activation) // [n, out]
    save(activation === 'relu' ? [x, weight, y] : [x, weight])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
      tf.tidy(() => {
        const [input, kernel, output] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?]
        const gradient = (output ? reluGradient(dy, output) : dy) as tf.Tensor2D // [n, out]
        const gradients: tf.Tensor[] = [tf.matMul(input, gradient, true, false)] // [in, out]
        if (bias) gradients.push(columnSums(gradient)) // [out]
        if (inputGradient) gradients.push(tf.matMul(gradient, kernel, false, true)) // [n, in]
        return gradients
      })
    return { value: y, gradFunc }
  })(...inputs) as tf.Tensor2D
}

/** activation(x · W + b) in one kernel; the kernel is a batched one, hence the leading 1. */
function fusedMatMul(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D | null, activation: Activation): tf.Tensor2D {
  const [n, inputs] = x.shape
  const outputs = weight.shape[1]
  const a = tf.reshape(x, [1, n, inputs])
  const b = tf.reshape(weight, [1, inputs, outputs])
  const attributes = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0 }
  const y = runKernel<tf.Tensor3D>(tf._FusedMatMul, { a, b, bias: bias ?? undefined }, attributes) // [1, n, out]
  return tf.reshape(y, [n, outputs])
}
