import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../engine.ts'
import type { SimdBackend, Tile } from '../backend.ts'
import { simd } from '../engine.ts'
import { numbers, tensor } from '../fixtures.ts'
import { expectLikeCpu, on } from '../testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await simd.open({})
})
afterAll(() => engine.close())

const SIZES = [
  [1, 1, 1],
  [7, 13, 5],
  [4, 16, 3],
  [6, 8, 2],
  [17, 33, 31],
  [49, 3, 300],
  [97, 20, 257],
  [5, 128, 2],
  [2, 9, 600],
] as const

describe.each(['4x16', '6x8'] as Tile[])('matrix products with %s tiles', (tile) => {
  let before: Tile
  beforeAll(() => {
    const backend = tf.backend() as SimdBackend
    before = backend.tile
    backend.tile = tile
  })
  afterAll(() => {
    ;(tf.backend() as SimdBackend).tile = before
  })

  it.each(SIZES)('[%i × %i] over k = %i, every transpose', (m, n, k) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = transposeA ? [k, m] : [m, k]
        const b = transposeB ? [n, k] : [k, n]
        expectLikeCpu(() => tf.matMul(tensor(a, 1), tensor(b, 2), transposeA, transposeB))
      }
    }
  })

  it.each(SIZES)('[%i × %i] over k = %i, bias and ReLU fused', (m, n, k) => {
    for (const activation of ['linear', 'relu'] as const) {
      expectLikeCpu(() =>
        tf.fused.matMul({
          a: tensor([m, k], 1) as tf.Tensor2D,
          b: tensor([k, n], 2) as tf.Tensor2D,
          bias: tensor([n], 3),
          activation,
        }),
      )
    }
  })
})

describe('matrix products', () => {
  it('are the same to the last bit whatever the tile', () => {
    const backend = tf.backend() as SimdBackend
    const before = backend.tile
    const [narrow, wide] = (['6x8', '4x16'] as Tile[]).map((tile) => {
      backend.tile = tile
      return on('simd', () => [
        tf.matMul(tensor([67, 500]), tensor([500, 45], 2)),
        tf.conv2d(tensor([2, 9, 7, 5]) as tf.Tensor4D, tensor([3, 3, 5, 19], 2) as tf.Tensor4D, 1, 'same'),
      ])
    })
    backend.tile = before
    expect(narrow).toEqual(wide)
  })

  it('run over batches, shared on either side', () => {
    for (const [a, b, transposeA] of [
      [[3, 4, 5], [3, 5, 6], false],
      [[3, 4, 5], [1, 5, 6], false],
      [[1, 4, 5], [3, 5, 6], false],
      [[3, 5, 4], [1, 5, 6], true],
      [[2, 3, 4, 5], [2, 3, 5, 6], false],
    ] as const) {
      expectLikeCpu(() => tf.matMul(tensor([...a], 1), tensor([...b], 2), transposeA))
    }
  })

  it('of nothing are empty, and over nothing are zero', () => {
    expect(tf.matMul(tf.zeros([0, 3]), tf.zeros([3, 4])).shape).toEqual([0, 4])
    expect(tf.matMul(tf.zeros([0, 3]), tf.zeros([0, 4]), true).dataSync()).toEqual(new Float32Array(12))
    expect(tf.matMul(tf.zeros([2, 3]), tf.zeros([3, 0])).shape).toEqual([2, 0])
  })

  it('leave other activations and types to the CPU backend', () => {
    const a = () => tensor([5, 4], 1) as tf.Tensor2D
    const b = () => tensor([4, 3], 2) as tf.Tensor2D
    for (const activation of ['elu', 'relu6', 'sigmoid'] as const)
      expectLikeCpu(() => tf.fused.matMul({ a: a(), b: b(), activation }))
    expectLikeCpu(() => tf.fused.matMul({ a: a(), b: b(), bias: tf.scalar(0.5), activation: 'relu' }))
    expectLikeCpu(() => tf.fused.matMul({ a: a(), b: b(), activation: 'prelu', preluActivationWeights: tensor([3], 4) }))
    expectLikeCpu(() => tf.matMul(tf.cast(tf.mul(a(), 9), 'int32'), tf.cast(tf.mul(b(), 9), 'int32')))
  })

  it('keep what is not a number', () => {
    const product = tf.fused.matMul({ a: tf.tensor2d([[Number.NaN, 1]]), b: tf.tensor2d([[1], [1]]), activation: 'relu' })
    expect(product.dataSync()[0]).toBeNaN()
  })

  it('lose little in long sums', () => {
    const [a, b] = [numbers(100_000, 1), numbers(100_000, 2)]
    const exact = a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    const [product] = tf.matMul(tf.tensor2d(a, [1, a.length]), tf.tensor2d(b, [b.length, 1])).dataSync()
    expect(Math.abs(product! - exact)).toBeLessThan(2e-4) // ±1 products whose sum wanders to about 100
  })
})
