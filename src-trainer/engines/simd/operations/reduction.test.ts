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

describe('sums', () => {
  it.each([undefined, 0, 1, 2, -1, [0, 1], [1, 2], [0, 2], []])('over axes %s', (axis) => {
    for (const shape of [
      [3, 5, 7],
      [2, 3, 32],
      [1, 9, 1],
      [4, 0, 3],
      [13, 2, 8],
    ]) {
      for (const keepDims of [false, true]) {
        expectLikeCpu(() => tf.sum(tensor(shape), axis, keepDims))
        if (!shape.includes(0)) expectLikeCpu(() => tf.mean(tensor(shape), axis, keepDims))
      }
    }
  })

  it('of whole numbers and truth values are the CPU backend’s', () => {
    expectLikeCpu(() => tf.sum(tf.tensor1d([1, 2, 3], 'int32')), 0)
    expectLikeCpu(() => tf.sum(tf.tensor1d([true, true, false], 'bool')), 0)
    expectLikeCpu(() => tf.mean(tf.tensor1d([1, 2, 4], 'int32')), 0)
  })

  it('are exact to float32’s last digit over a million numbers', () => {
    const values = numbers(1_000_003).map((value) => value + 0.5)
    const exact = values.reduce((sum, value) => sum + value, 0)
    expect(tf.sum(tf.tensor1d(values)).dataSync()[0]).toBe(Math.fround(exact))
  })

  it('SortedSegmentSum sums runs of rows, empty runs to 0', () => {
    const values = numbers(10 * 9)
    for (const columns of [9, 3, 1]) {
      const n = 90 / columns
      const offsets = [0, 2, 2, n - 1, n]
      const sums = runKernel('SortedSegmentSum', { x: tf.tensor2d(values, [n, columns]), offsets: tf.tensor1d(offsets, 'int32') })
      expect(sums.shape).toEqual([4, columns])
      const expected = Array.from({ length: 4 * columns }, (_, at) => {
        const segment = Math.floor(at / columns)
        let sum = 0
        for (let row = offsets[segment]!; row < offsets[segment + 1]!; row++) sum += values[row * columns + (at % columns)]!
        return Math.fround(sum)
      })
      expect([...sums.dataSync()]).toEqual(expected)
    }
  })

  it('SortedSegmentSum refuses offsets that do not cover the rows', () => {
    for (const offsets of [
      [0, 5],
      [0, 3, 2, 4],
      [1, 4],
    ]) {
      expect(() => runKernel('SortedSegmentSum', { x: tf.zeros([4, 2]), offsets: tf.tensor1d(offsets, 'int32') })).toThrow(
        'offsets',
      )
    }
  })
})
