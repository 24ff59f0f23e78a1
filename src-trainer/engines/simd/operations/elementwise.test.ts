import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../engine.ts'
import { simd } from '../engine.ts'
import { numbers, runKernel, tensor } from '../fixtures.ts'
import { expectLikeCpu } from '../testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await simd.open({})
})
afterAll(() => engine.close())

const SHAPES: [number[], number[]][] = [
  [[], []],
  [[1], [1]],
  [[7], [7]],
  [
    [8, 3],
    [8, 3],
  ],
  [[29], []],
  [[], [29]],
  [[5, 7], [7]],
  [[7], [5, 7]],
  [
    [5, 16],
    [1, 16],
  ],
  [
    [5, 7],
    [5, 1],
  ],
  [
    [5, 1],
    [5, 7],
  ],
  [
    [2, 3, 4, 1],
    [2, 3, 4, 3],
  ],
  [[2, 3, 4, 5], [5]],
  [
    [2, 1, 3],
    [1, 4, 1],
  ], // not rows and columns: the CPU backend's
  [
    [2, 3, 1, 5],
    [2, 1, 4, 5],
  ],
  [[0, 3], [3]],
  [
    [4, 1],
    [1, 3],
  ],
]

describe('elementwise operations', () => {
  const binaries = {
    add: tf.add,
    sub: tf.sub,
    mul: tf.mul,
    div: tf.div,
    maximum: tf.maximum,
    minimum: tf.minimum,
    squared: tf.squaredDifference,
  }
  for (const [name, operation] of Object.entries(binaries)) {
    it(`${name}, over every kind of broadcasting`, () => {
      for (const [a, b] of SHAPES)
        expectLikeCpu(() => operation(tensor(a, 1), tf.add(tensor(b, 2), 3)), name === 'squared' ? 1e-6 : 0)
    })
  }

  const unaries = {
    relu: tf.relu,
    step: tf.step,
    square: tf.square,
    neg: tf.neg,
    abs: tf.abs,
    sqrt: (x: tf.Tensor) => tf.sqrt(tf.abs(x)),
  }
  for (const [name, operation] of Object.entries(unaries)) {
    it(`${name}, to the last bit`, () => {
      for (const size of [0, 1, 3, 8, 29]) expectLikeCpu(() => operation(tensor([size])), 0)
      expectLikeCpu(
        () => operation(tf.tensor1d([Number.NaN, 1, -1, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-40, 5])),
        0,
      )
    })
  }

  it('step with a slope, casts and selections', () => {
    expectLikeCpu(() => tf.step(tensor([9]), 0.25), 0)
    expectLikeCpu(() => tf.cast(tf.tensor1d([1, -2, 3, 2_000_000_000, 5], 'int32'), 'float32'), 0)
    expectLikeCpu(() => tf.cast(tf.tensor1d([true, false, true], 'bool'), 'float32'), 0)
    expectLikeCpu(() => tf.cast(tf.tensor1d([1.5, -2.5, 0]), 'int32'), 0)
    const whole = () => tf.cast(tf.tensor1d([true, false, true], 'bool'), 'int32')
    expectLikeCpu(() => tf.stack([whole(), whole()]), 0)
    expectLikeCpu(() => tf.gather(tensor([4, 3]), whole()), 0)
    expectLikeCpu(() => tf.cast(tf.tensor1d([1.5, -2.5, 0]), 'bool'), 0)
    expectLikeCpu(() => tf.where(tf.greater(tensor([13], 1), 0), tensor([13], 2), tensor([13], 3)), 0)
    expectLikeCpu(
      () => [tf.zeros([3, 2]), tf.ones([5]), tf.fill([2, 2], 0.3), tf.zerosLike(tensor([4])), tf.onesLike(tensor([4]))],
      0,
    )
    expectLikeCpu(() => tf.fill([3], 7, 'int32'), 0)
  })

  it('mixed types go to the CPU backend', () => {
    expectLikeCpu(() => tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([0.5, 1.5])), 0)
    expectLikeCpu(() => tf.mul(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([5, 6], 'int32')), 0)
    expectLikeCpu(() => tf.real(tf.complex(tensor([3], 1), tensor([3], 2))), 0)
  })

  it('ReluGrad is dy where y > 0', () => {
    const [dy, y] = [numbers(37, 1), numbers(37, 2)]
    const gradient = runKernel('ReluGrad', { dy: tf.tensor1d(dy), y: tf.tensor1d(y) })
    expect([...gradient.dataSync()]).toEqual([...dy].map((value, i) => (y[i]! > 0 ? value : 0)))
    expect(() => runKernel('ReluGrad', { dy: tf.zeros([2]), y: tf.zeros([3]) })).toThrow('one shape')
  })
})
