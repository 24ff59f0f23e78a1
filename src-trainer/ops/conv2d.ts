import * as tf from '@tensorflow/tfjs-core'
import { dense, type LayerOptions } from './dense.ts'
import { hasKernel, runKernel } from './kernels.ts'
import { addRelu, reluGradient } from './relu.ts'
import { columnSums } from './segments.ts'

const GEOMETRY = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1], dimRoundingMode: undefined }

export interface ConvolutionOptions extends LayerOptions {
  /** [batch, height, width, out], added before the activation: the skip of a residual block. */
  readonly residual?: tf.Tensor4D
}

/**
 * A convolution with bias, stride 1, zero padding to the input's size, and optionally a residual and a ReLU.
 *
 * @param x [batch, height, width, in]
 * @param filter [rows, columns, in, out]
 * @param bias [out]
 * @returns [batch, height, width, out]
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const { activation = 'linear', inputGradient = true, residual } = options
  if (filter.shape[0] === 1 && filter.shape[1] === 1 && !residual) return pointwise(x, filter, bias, options)
  const fused = hasKernel('Conv2DResidual')
  if (residual && !fused) {
    const y = conv2d(x, filter, bias, { inputGradient })
    return activation === 'relu' ? addRelu(y, residual) : tf.add(y, residual)
  }
  const inputs: tf.Tensor[] = [filter, bias]
  if (inputGradient) inputs.push(x)
  if (residual) inputs.push(residual)

  return tf.customGrad((...tensorsAndSave) => {
    const save = tensorsAndSave.at(-1) as unknown as tf.GradSaveFunc
    const kernel = residual ? 'Conv2DResidual' : tf.FusedConv2D
    const y = runKernel<tf.Tensor4D>(kernel, { x, filter, bias, residual }, { ...GEOMETRY, activation, leakyreluAlpha: 0 })
    save(activation === 'relu' ? [x, filter, y] : [x, filter])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const gradients = fused ? fusedGradients : separateGradients
      return gradients(dy, saved as Saved, inputGradient, residual !== undefined)
    }
    return { value: y, gradFunc }
  })(...inputs) as tf.Tensor4D
}

type Saved = [x: tf.Tensor4D, filter: tf.Tensor4D, y?: tf.Tensor4D]

/** [dFilter, dBias, dx?, dResidual?] in one kernel; the residual's gradient is dy through the activation. */
function fusedGradients(dy: tf.Tensor, [x, filter, y]: Saved, inputGradient: boolean, hasResidual: boolean): tf.Tensor[] {
  const keepGated = hasResidual && y !== undefined
  const gradients = runKernel<tf.Tensor[]>('Conv2DGradient', { x, filter, dy, y }, { ...GEOMETRY, inputGradient, keepGated })
  // A clone, as the tape disposes of what it adds up.
  return hasResidual && !keepGated ? [...gradients, tf.clone(dy)] : gradients
}

function separateGradients(dy: tf.Tensor, [x, filter, y]: Saved, inputGradient: boolean): tf.Tensor[] {
  return tf.tidy(() => {
    const gradient = y ? reluGradient(dy, y) : dy // [batch, height, width, out]
    const gradients: tf.Tensor[] = [
      runKernel(tf.Conv2DBackpropFilter, { x, dy: gradient }, { ...GEOMETRY, filterShape: filter.shape }),
      columnSums(tf.reshape(gradient, [-1, filter.shape[3]])),
    ]
    if (inputGradient)
      gradients.push(runKernel(tf.Conv2DBackpropInput, { dy: gradient, filter }, { ...GEOMETRY, inputShape: x.shape }))
    return gradients
  })
}

/** A 1×1 convolution is a dense layer over the pixels. */
function pointwise(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D, options: LayerOptions): tf.Tensor4D {
  const [batch, height, width, inputs] = x.shape
  const outputs = filter.shape[3]
  const pixels = tf.reshape(x, [batch * height * width, inputs]) as tf.Tensor2D // [batch·height·width, in]
  const y = dense(pixels, tf.reshape(filter, [inputs, outputs]), bias, options) // [batch·height·width, out]
  return tf.reshape(y, [batch, height, width, outputs])
}
