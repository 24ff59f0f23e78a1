import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../engine.ts'
import type { SimdBackend, Tile } from '../backend.ts'
import { simd } from '../engine.ts'
import { runKernel, tensor } from '../fixtures.ts'
import { expectLikeCpu } from '../testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await simd.open({})
})
afterAll(() => engine.close())

type Padding = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]]

interface Case {
  x: [number, number, number, number]
  filter: [number, number, number, number]
  stride?: number | [number, number]
  pad?: Padding
}

const CASES: Case[] = [
  { x: [1, 1, 1, 1], filter: [1, 1, 1, 1] },
  { x: [2, 8, 8, 3], filter: [3, 3, 3, 32] },
  { x: [2, 8, 8, 32], filter: [3, 3, 32, 3] },
  { x: [1, 7, 13, 5], filter: [3, 3, 5, 17] },
  { x: [3, 7, 13, 1], filter: [3, 3, 1, 1], pad: 'valid' },
  { x: [2, 5, 6, 4], filter: [1, 1, 4, 9] },
  { x: [2, 9, 5, 3], filter: [5, 3, 3, 6] },
  { x: [2, 9, 5, 3], filter: [2, 4, 3, 6] },
  { x: [1, 3, 3, 2], filter: [3, 3, 2, 2], pad: 'valid' },
  { x: [2, 6, 6, 3], filter: [3, 3, 3, 8], pad: 2 },
  {
    x: [2, 6, 7, 3],
    filter: [3, 3, 3, 8],
    pad: [
      [0, 0],
      [0, 2],
      [1, 0],
      [0, 0],
    ],
  },
  { x: [2, 8, 8, 3], filter: [3, 3, 3, 8], stride: 2 },
  { x: [2, 9, 7, 3], filter: [3, 3, 3, 8], stride: 2, pad: 'valid' },
  { x: [2, 10, 11, 3], filter: [3, 2, 3, 5], stride: [2, 3], pad: 'valid' },
  { x: [1, 8, 8, 4], filter: [1, 1, 4, 5], stride: 2 },
  { x: [1, 2, 300, 2], filter: [3, 3, 2, 3] },
]

const name = ({ x, filter, stride = 1, pad = 'same' }: Case) => `[${x}] * [${filter}], stride ${stride}, pad ${pad}`

describe.each(['4x16', '6x8'] as Tile[])('convolution with %s tiles', (tile) => {
  let before: Tile
  beforeAll(() => {
    const backend = tf.backend() as SimdBackend
    before = backend.tile
    backend.tile = tile
  })
  afterAll(() => {
    ;(tf.backend() as SimdBackend).tile = before
  })

  for (const sample of CASES) {
    const { stride = 1, pad = 'same' } = sample
    const x = () => tensor(sample.x, 1) as tf.Tensor4D
    const filter = () => tensor(sample.filter, 2) as tf.Tensor4D

    it(`${name(sample)}: forward, and fused with bias and ReLU`, () => {
      expectLikeCpu(() => tf.conv2d(x(), filter(), stride, pad as 'same'))
      const bias = () => tensor([sample.filter[3]], 3)
      expectLikeCpu(() =>
        tf.fused.conv2d({ x: x(), filter: filter(), strides: stride, pad: pad as 'same', bias: bias(), activation: 'relu' }),
      )
    })

    it(`${name(sample)}: both gradients`, () => {
      const attrs = { strides: stride, pad, dataFormat: 'NHWC', dilations: 1, inputShape: sample.x, filterShape: sample.filter }
      const dy = () => tensor(tf.conv2d(x(), filter(), stride, pad as 'same').shape, 3)
      expectLikeCpu(() => runKernel('Conv2DBackpropInput', { dy: dy(), filter: filter() }, attrs))
      expectLikeCpu(() => runKernel('Conv2DBackpropFilter', { x: x(), dy: dy() }, attrs))
    })
  }
})

describe('convolution', () => {
  it('leaves dilation, channels first and other activations to the CPU backend', () => {
    const x = () => tensor([1, 7, 7, 3], 1) as tf.Tensor4D
    const filter = () => tensor([3, 3, 3, 4], 2) as tf.Tensor4D
    expectLikeCpu(() => tf.conv2d(x(), filter(), 1, 'same', 'NHWC', 2))
    expectLikeCpu(() => tf.conv2d(tf.transpose(x(), [0, 3, 1, 2]), filter(), 1, 'valid', 'NCHW'))
    expectLikeCpu(() => tf.fused.conv2d({ x: x(), filter: filter(), strides: 1, pad: 'same', activation: 'elu' }))
    expectLikeCpu(() => tf.conv2dTranspose(tensor([1, 4, 4, 4], 3) as tf.Tensor4D, filter(), [1, 8, 8, 3], 2, 'same'))
  })

  it('of no images is empty, with a gradient of zero', () => {
    const x = tf.zeros([0, 4, 4, 3]) as tf.Tensor4D
    const filter = tensor([3, 3, 3, 4]) as tf.Tensor4D
    expect(tf.conv2d(x, filter, 1, 'same').shape).toEqual([0, 4, 4, 4])
    const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 3, 4] }
    const gradient = runKernel('Conv2DBackpropFilter', { x, dy: tf.zeros([0, 4, 4, 4]) }, attrs)
    expect(gradient.dataSync()).toEqual(new Float32Array(108))
  })
})
