import * as tf from '@tensorflow/tfjs-core'
import { hasKernel, isRecording, runKernel } from './kernels.ts'
import { relu, reluGradient } from './relu.ts'
import { addSegmentRows, columnSums, type Segments } from './segments.ts'

export type Activation = 'linear' | 'relu'

export interface LayerOptions {
  readonly activation?: Activation
  /** False where the input is data: its gradient is not computed. */
  readonly inputGradient?: boolean
}

/** One layer of a stack: activation(x · W + b). */
export interface DenseLayer {
  /** [in, out] */
  readonly weight: tf.Tensor2D
  /** [out], or null for none. */
  readonly bias: tf.Tensor1D | null
  readonly activation: Activation
}

/**
 * A fully connected layer, y = activation(x · W + b).
 *
 * @param x [n, in], n ≥ 1
 * @param weight [in, out]
 * @param bias [out], or null for none
 * @returns [n, out]
 */
export function dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D | null, options: LayerOptions = {}): tf.Tensor2D {
  const { activation = 'linear', inputGradient = true } = options
  return denseStack(x, [{ weight, bias, activation }], { inputGradient })
}

/** Adds `rows` [b, out] of the first layer, one for each segment of x's rows, before its activation. */
export interface SegmentBias {
  readonly rows: tf.Tensor2D
  readonly segments: Segments
}

export interface StackOptions {
  /** False where x is data: its gradient is not computed. */
  readonly inputGradient?: boolean
  /** In place of the first layer's bias, which is null then. */
  readonly segmentBias?: SegmentBias
}

/**
 * Fully connected layers one after the other. Our engine takes a block of rows through all of them while it is in cache, forth and
 * back; elsewhere each layer is a product of its own.
 *
 * @param x [n, in], n ≥ 1
 * @returns [n, out] of the last layer
 */
export function denseStack(x: tf.Tensor2D, layers: readonly DenseLayer[], options: StackOptions = {}): tf.Tensor2D {
  const { inputGradient = true, segmentBias } = options
  if (!hasKernel('DenseStack')) return layerByLayer(x, layers, options)
  const activations = layers.map(({ activation }) => activation)
  const parameters: Record<string, tf.Tensor> = {}
  for (const [l, { weight, bias }] of layers.entries()) {
    parameters[`w${l}`] = weight
    const added = l === 0 && segmentBias ? segmentBias.rows : bias
    if (added) parameters[`b${l}`] = added
  }
  const bounds: Record<string, tf.Tensor> = segmentBias ? { offsets: segmentBias.segments.offsets } : {}
  // In the order in which the gradient kernel returns them: w0, b0, w1, …, x.
  const inputs = [...Object.values(parameters), ...(inputGradient ? [x] : [])]

  return tf.customGrad((...tensorsAndSave) => {
    const save = tensorsAndSave.at(-1) as unknown as tf.GradSaveFunc
    const kept = runKernel<tf.Tensor2D[]>('DenseStack', { x, ...parameters, ...bounds }, { activations, keep: isRecording() })
    const named = { ...parameters, x, ...bounds, ...Object.fromEntries(kept.map((h, l) => [`h${l}`, h])) }
    save(Object.values(named))
    const names = Object.keys(named)
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const again = Object.fromEntries(names.map((name, i) => [name, saved[i]!]))
      return runKernel<tf.Tensor[]>('DenseStackGradient', { dy, ...again }, { activations, inputGradient })
    }
    return { value: kept.at(-1)!, gradFunc }
  })(...inputs) as tf.Tensor2D
}

function layerByLayer(x: tf.Tensor2D, layers: readonly DenseLayer[], options: StackOptions): tf.Tensor2D {
  const { inputGradient = true, segmentBias } = options
  return layers.reduce((h, { weight, bias, activation }, l) => {
    const needed = { inputGradient: l > 0 || inputGradient }
    if (l > 0 || !segmentBias) return oneLayer(h, weight, bias, { activation, ...needed })
    const sum = addSegmentRows(oneLayer(h, weight, null, needed), segmentBias.rows, segmentBias.segments)
    return activation === 'relu' ? relu(sum) : sum
  }, x)
}

/**
 * TensorFlow.js gives up its fused kernel while gradients are recorded; this keeps it, and spells out the gradients:
 * dW = xᵀ · dy', dx = dy' · Wᵀ, db = column sums of dy', where dy' is dy through the activation.
 */
function oneLayer(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D | null, options: LayerOptions): tf.Tensor2D {
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
