import type * as tf from '@tensorflow/tfjs-core'
import { tensor1d } from '@tensorflow/tfjs-core'
import { randomStream } from '../../src-shared/random.ts'
import { conv2d } from './conv2d.ts'
import { dense, denseStack } from './dense.ts'
import { addRelu, relu } from './relu.ts'
import { addSegmentRows, type Segments } from './segments.ts'

export interface Numbers {
  readonly shape: number[]
  readonly values: Float32Array
}

/** An op of the model's as a function of what it has gradients for. */
export interface OpCase {
  readonly name: string
  readonly op: (...inputs: tf.Tensor[]) => tf.Tensor
  readonly inputs: readonly Numbers[]
}

/** Seven rows of three segments, of which the second is empty. */
const segments = (): Segments => ({
  count: 3,
  offsets: tensor1d([0, 3, 3, 7], 'int32'),
  rows: tensor1d([0, 0, 0, 2, 2, 2, 2], 'int32'),
})

/** Every op that the model is made of, on values in [−1, 1] that are the same every time. */
export function opCases(): OpCase[] {
  const random = randomStream(11, 'ops')
  const numbers = (...shape: number[]): Numbers => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
    random.fillUniform(values, -1, 1)
    return { shape, values }
  }
  const dense2 = (options: Parameters<typeof dense>[3]) => (x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor) =>
    dense(x as tf.Tensor2D, w as tf.Tensor2D, (b ?? null) as tf.Tensor1D | null, options)
  const conv = (activation: 'linear' | 'relu') => (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor, residual?: tf.Tensor) =>
    conv2d(x as tf.Tensor4D, w as tf.Tensor4D, b as tf.Tensor1D, { activation, residual: residual as tf.Tensor4D | undefined })
  return [
    { name: 'dense', op: dense2({}), inputs: [numbers(5, 3), numbers(3, 4), numbers(4)] },
    { name: 'dense with a ReLU', op: dense2({ activation: 'relu' }), inputs: [numbers(9, 6), numbers(6, 8), numbers(8)] },
    { name: 'dense without a bias', op: dense2({}), inputs: [numbers(5, 2), numbers(2, 4)] },
    {
      name: 'a stack of dense layers, its first bias by segment',
      op: (x, w0, rows, w1, b1) =>
        denseStack(
          x as tf.Tensor2D,
          [
            { weight: w0 as tf.Tensor2D, bias: null, activation: 'relu' },
            { weight: w1 as tf.Tensor2D, bias: b1 as tf.Tensor1D, activation: 'linear' },
          ],
          { segmentBias: { rows: rows as tf.Tensor2D, segments: segments() } },
        ),
      inputs: [numbers(7, 2), numbers(2, 6), numbers(3, 6), numbers(6, 3), numbers(3)],
    },
    { name: 'a 3×3 convolution', op: conv('linear'), inputs: [numbers(1, 4, 4, 5), numbers(3, 3, 5, 3), numbers(3)] },
    { name: 'a 3×3 convolution with a ReLU', op: conv('relu'), inputs: [numbers(2, 5, 4, 3), numbers(3, 3, 3, 6), numbers(6)] },
    { name: 'a 1×1 convolution', op: conv('relu'), inputs: [numbers(2, 5, 4, 3), numbers(1, 1, 3, 2), numbers(2)] },
    {
      name: 'a 3×3 convolution with a residual and a ReLU',
      op: conv('relu'),
      inputs: [numbers(2, 4, 3, 3), numbers(3, 3, 3, 4), numbers(4), numbers(2, 4, 3, 4)],
    },
    { name: 'a ReLU', op: (x) => relu(x), inputs: [numbers(4, 5)] },
    { name: 'a sum with a ReLU', op: (a, b) => addRelu(a, b), inputs: [numbers(2, 3, 4), numbers(2, 3, 4)] },
    { name: 'a sum of a tensor with itself, with a ReLU', op: (x) => addRelu(x, x), inputs: [numbers(3, 4)] },
    {
      name: 'a vector added to every row of its segment',
      op: (x, rows) => addSegmentRows(x as tf.Tensor2D, rows as tf.Tensor2D, segments()),
      inputs: [numbers(7, 4), numbers(3, 4)],
    },
  ]
}

/** Weights of y that are summed to a scalar, so that no two gradients are alike. */
export const weights = (size: number): Float32Array => Float32Array.from({ length: size }, (_, i) => ((i % 7) - 3) / 4)
