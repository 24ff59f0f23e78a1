import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../engine.ts'
import type { SimdBackend, Tile } from '../backend.ts'
import { simd } from '../engine.ts'
import { runKernel, tensor } from '../fixtures.ts'
import { expectLikeCpu, on } from '../testing.ts'
import { geometryOf } from './geometry.ts'
import { suitsWinograd } from './winograd.ts'

type Padding = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]]

const GEOMETRY = { strides: 1, dataFormat: 'NHWC', dilations: 1 }
/** Of the largest value: the algorithm's own rounding, above that of a plain sum. */
const TOLERANCE = 4e-6

/** Whole tiles, tiles that stick out, one tile, uneven padding, and images that are cut into bands. */
const CASES: { x: [number, number, number, number]; outputs: number; pad: Padding }[] = [
  { x: [2, 8, 8, 16], outputs: 16, pad: 'same' },
  { x: [3, 7, 13, 32], outputs: 16, pad: 'same' },
  { x: [2, 9, 6, 16], outputs: 48, pad: 'valid' },
  { x: [1, 4, 4, 16], outputs: 32, pad: 'same' },
  { x: [2, 6, 5, 16], outputs: 16, pad: 2 },
  {
    x: [1, 6, 7, 16],
    outputs: 16,
    pad: [
      [0, 0],
      [0, 2],
      [1, 0],
      [0, 0],
    ],
  },
  { x: [1, 18, 70, 16], outputs: 16, pad: 'same' },
]

describe.each([
  [1, '4x16'],
  [3, '6x8'],
] as [number, Tile][])('convolutions by Winograd on %i threads with %s tiles', (threads, tile) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await simd.open({ threads })
    const backend = tf.backend() as SimdBackend
    backend.grain = 0
    backend.tile = tile
  })
  afterAll(() => engine.close())

  for (const { x: shape, outputs, pad } of CASES) {
    const filterShape: [number, number, number, number] = [3, 3, shape[3], outputs]
    const name = `[${shape}] * [${filterShape}], pad ${pad}`
    const x = () => tensor(shape, 1) as tf.Tensor4D
    const filter = () => tensor(filterShape, 2) as tf.Tensor4D
    const result = () => tf.conv2d(x(), filter(), 1, pad as 'same')

    it(`${name}: forward, with bias, residual and ReLU`, () => {
      expect(suitsWinograd(geometryOf({ ...GEOMETRY, pad } as never, shape, filterShape)!)).toBe(true)
      expectLikeCpu(result, TOLERANCE)
      const bias = () => tensor([outputs], 3) as tf.Tensor1D
      const given = () => tensor(on('cpu', result).shapes[0]!, 4)
      const inputs = () => ({ x: x(), filter: filter(), bias: bias(), residual: given() })
      expectLikeCpu(
        () =>
          tf.getBackend() === 'cpu'
            ? tf.relu(tf.add(tf.add(result(), bias()), given()))
            : runKernel('Conv2DResidual', inputs(), { ...GEOMETRY, pad, activation: 'relu' }),
        TOLERANCE,
      )
    })

    it(`${name}: the gradients`, () => {
      const dyShape = on('cpu', result).shapes[0]!
      const inputs = () => ({ x: x(), filter: filter(), dy: tensor(dyShape, 5) })
      const attrs = { ...GEOMETRY, pad, inputShape: shape, filterShape }
      expectLikeCpu(() => {
        if (tf.getBackend() !== 'cpu') {
          const [dFilter, , dx] = tf
            .engine()
            .runKernel('Conv2DGradient', inputs(), { ...attrs, inputGradient: true } as never) as tf.Tensor[]
          return [dFilter!, dx!]
        }
        const { x: image, filter: weights, dy } = inputs()
        return [
          runKernel('Conv2DBackpropFilter', { x: image, dy }, attrs),
          runKernel('Conv2DBackpropInput', { dy, filter: weights }, attrs),
        ]
      }, TOLERANCE)
    })
  }
})

describe('which convolutions go by Winograd', () => {
  const suits = (x: number[], filter: number[], strides = 1) =>
    suitsWinograd(geometryOf({ ...GEOMETRY, strides, pad: 'same' } as never, x, filter)!)

  it('are those of 3×3, stride 1 and whole vectors of channels, on more than a tile', () => {
    expect(suits([1, 32, 32, 32], [3, 3, 32, 32])).toBe(true)
    expect(suits([1, 32, 32, 3], [3, 3, 3, 32])).toBe(false)
    expect(suits([1, 32, 32, 32], [3, 3, 32, 24])).toBe(false)
    expect(suits([1, 32, 32, 32], [5, 5, 32, 32])).toBe(false)
    expect(suits([1, 32, 32, 32], [3, 3, 32, 32], 2)).toBe(false)
    expect(suits([1, 3, 32, 32], [3, 3, 32, 32])).toBe(false)
  })
})
