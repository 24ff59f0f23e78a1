import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conv2d } from '../../../ops/conv2d.ts'
import { type DenseLayer, denseStack } from '../../../ops/dense.ts'
import type { Engine } from '../../engine.ts'
import type { SimdBackend } from '../backend.ts'
import { simd } from '../engine.ts'
import { runKernel, tensor } from '../fixtures.ts'
import { expectLikeCpu } from '../testing.ts'

// The CPU backend has none of these kernels: there the same ops are made of standard operations, gradients and all.
describe.each([1, 2, 4])('layers with all their gradients, on %i threads, are as the CPU backend’s', (threads) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await simd.open({ threads })
    ;(tf.backend() as SimdBackend).grain = 0
  })
  afterAll(() => engine.close())

  const valueAndGradients = (compute: (...x: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]) => {
    const y = compute(...inputs)
    return [y, ...tf.grads(compute)(inputs, tensor(y.shape, 99))]
  }

  it.each([
    [7, [5, 3]],
    [500, [2, 40, 24, 3]],
    [1031, [3, 16, 1]],
  ] as const)('stacks of %i rows, layers %j', (rows, sizes) => {
    expectLikeCpu(() => {
      const parameters = sizes.slice(1).flatMap((outputs, l) => [tensor([sizes[l]!, outputs], l + 2), tensor([outputs], l + 20)])
      return valueAndGradients(
        (x, ...given) => {
          const layers = sizes.slice(1).map(
            (_, l): DenseLayer => ({
              weight: given[2 * l] as tf.Tensor2D,
              bias: given[2 * l + 1] as tf.Tensor1D,
              activation: l < sizes.length - 2 ? 'relu' : 'linear',
            }),
          )
          return denseStack(x as tf.Tensor2D, layers)
        },
        tensor([rows, sizes[0]], 1),
        ...parameters,
      )
    })
  })

  it('a first layer whose bias differs by segment, one of them empty', () => {
    const bounds = [0, 250, 250, 700, 1031]
    const membership = bounds.slice(1).flatMap((end, segment) => Array.from({ length: end - bounds[segment]! }, () => segment))
    expectLikeCpu(() => {
      const segments = { count: 4, offsets: tf.tensor1d(bounds, 'int32'), rows: tf.tensor1d(membership, 'int32') }
      const x = tensor([1031, 2], 1) as tf.Tensor2D
      return valueAndGradients(
        (rows, w0, w1) =>
          denseStack(
            x,
            [
              { weight: w0 as tf.Tensor2D, bias: null, activation: 'relu' },
              { weight: w1 as tf.Tensor2D, bias: null, activation: 'relu' },
            ],
            { inputGradient: false, segmentBias: { rows: rows as tf.Tensor2D, segments } },
          ),
        tensor([4, 20], 2),
        tensor([2, 20], 3),
        tensor([20, 6], 4),
      )
    })
  })

  it.each([
    ['linear', 5, 8],
    ['relu', 5, 8],
    ['relu', 19, 3],
    ['relu', 1, 33],
  ] as const)('%s convolutions of %i to %i channels', (activation, inputs, outputs) => {
    expectLikeCpu(() =>
      valueAndGradients(
        (x, filter, bias) => conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { activation }),
        tensor([5, 6, 7, inputs], 1),
        tensor([3, 3, inputs, outputs], 2),
        tensor([outputs], 3),
      ),
    )
  })

  it.each(['linear', 'relu'] as const)('a %s convolution with a residual', (activation) => {
    expectLikeCpu(() =>
      valueAndGradients(
        (x, filter, bias, residual) =>
          conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { activation, residual: residual as tf.Tensor4D }),
        tensor([3, 6, 7, 4], 1),
        tensor([3, 3, 4, 9], 2),
        tensor([9], 3),
        tensor([3, 6, 7, 9], 4),
      ),
    )
  })
})

describe('kernels of our own', () => {
  it('refuse what does not fit together', async () => {
    const engine = await simd.open({ threads: 1 })
    const x = tensor([4, 5])
    expect(() => runKernel('DenseStack', { x, w0: tensor([6, 3]) }, { activations: ['relu'] })).toThrow('matching weights')
    expect(() => runKernel('DenseStack', { x, w0: tensor([5, 3]), b0: tensor([4]) }, { activations: ['relu'] })).toThrow(
      'bias [4]',
    )
    const wrong = { dy: tensor([4, 2]), x, w0: tensor([5, 3]), h0: tensor([4, 3]) }
    expect(() => runKernel('DenseStackGradient', wrong, { activations: ['relu'] })).toThrow('takes dy [4, 3]')
    const images = { x: tensor([1, 4, 4, 2]), filter: tensor([3, 3, 2, 3]), bias: tensor([3]) }
    const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 }
    expect(() => runKernel('Conv2DResidual', { ...images, residual: tensor([1, 4, 4, 2]) }, attrs)).toThrow(
      'a residual of the result',
    )
    expect(() => runKernel('Conv2DGradient', { ...images, dy: tensor([1, 4, 4, 2]) }, attrs)).toThrow('Conv2DGradient takes')
    engine.close()
  })
})
