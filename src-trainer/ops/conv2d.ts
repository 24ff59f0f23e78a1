import * as tf from '@tensorflow/tfjs-core'
import { dense, type LayerOptions } from './dense.ts'
import { runKernel } from './kernels.ts'
import { reluGradient } from './relu.ts'
import { columnSums } from './segments.ts'

const GEOMETRY = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1], dimRoundingMode: undefined }

/**
 * A convolution with bias, stride 1, zero padding to the input's size, and optionally a ReLU.
 *
 * @param x [batch, height, width, in]
 * @param filter [rows, columns, in, out]
 * @param bias [out]
 * @returns [batch, height, width, out]
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D, options: LayerOptions = {}): tf.Tensor4D {
  if (filter.shape[0] === 1 && filter.shape[1] === 1) return pointwise(x, filter, bias, options)
  const { activation = 'linear', inputGradient = true } = options
  const inputs: tf.Tensor[] = inputGradient ? [filter, bias, x] : [filter, bias]

  return tf.customGrad((...tensorsAndSave) => {
    const save = tensorsAndSave.at(-1) as unknown as tf.GradSaveFunc
    const y = runKernel<tf.Tensor4D>(tf.FusedConv2D, { x, filter, bias }, { ...GEOMETRY, activation, leakyreluAlpha: 0 })
    save(activation === 'relu' ? [x, filter, y] : [x, filter])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
      tf.tidy(() => {
        const [input, kernel, output] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D?]
        const gradient = output ? reluGradient(dy, output) : dy // [batch, height, width, out]
        const outputs = kernel.shape[3]
        const gradients: tf.Tensor[] = [
          runKernel(tf.Conv2DBackpropFilter, { x: input, dy: gradient }, { ...GEOMETRY, filterShape: kernel.shape }),
          columnSums(tf.reshape(gradient, [-1, outputs])),
        ]
        if (inputGradient) {
          gradients.push(
            runKernel(tf.Conv2DBackpropInput, { dy: gradient, filter: kernel }, { ...GEOMETRY, inputShape: input.shape }),
          )
        }
        return gradients
      })
    return { value: y, gradFunc }
  })(...inputs) as tf.Tensor4D
}

/** A 1×1 convolution is a dense layer over the pixels. */
function pointwise(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D, options: LayerOptions): tf.Tensor4D {
  const [batch, height, width, inputs] = x.shape
  const outputs = filter.shape[3]
  const pixels = tf.reshape(x, [batch * height * width, inputs]) as tf.Tensor2D // [batch·height·width, in]
  const y = dense(pixels, tf.reshape(filter, [inputs, outputs]), bias, options) // [batch·height·width, out]
  return tf.reshape(y, [batch, height, width, outputs])
}
