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

const int32 = (values: number[]) => tf.tensor1d(values, 'int32')

describe('rows', () => {
  it('gather picks rows', () => {
    for (const shape of [[9, 3], [9], [9, 150], [9, 2, 4]]) {
      expectLikeCpu(() => tf.gather(tensor(shape), int32([8, 0, 0, 3, 5])), 0)
    }
    expectLikeCpu(
      () =>
        tf.gather(
          tensor([4, 3]),
          tf.tensor2d(
            [
              [1, 2],
              [3, 0],
            ],
            [2, 2],
            'int32',
          ),
        ),
      0,
    )
    expectLikeCpu(() => tf.gather(tensor([4, 3]), int32([2, 0]), 1), 0)
    expect(tf.gather(tensor([4, 3]), tf.tensor1d([], 'int32')).shape).toEqual([0, 3])
    expect(() => tf.gather(tensor([4, 3]), int32([4]))).toThrow('not in [0, 3]')
  })

  it('scatter adds rows up', () => {
    const indices = () => tf.tensor2d([1, 4, 1, 0], [4, 1], 'int32')
    for (const row of [[3], [], [9], [2, 2]]) expectLikeCpu(() => tf.scatterND(indices(), tensor([4, ...row]), [6, ...row]))
    expectLikeCpu(
      () =>
        tf.scatterND(
          tf.tensor2d(
            [
              [0, 1],
              [2, 2],
            ],
            [2, 2],
            'int32',
          ),
          tensor([2]),
          [3, 3],
        ),
      0,
    )
    expect(() => tf.scatterND(indices(), tensor([4, 3]), [4, 3])).toThrow('not in [0, 3]')
  })

  it('unsortedSegmentSum drops the rows of no segment', () => {
    for (const row of [[3], [], [9]]) {
      expectLikeCpu(() => tf.unsortedSegmentSum(tensor([6, ...row]), int32([0, 3, 1, 0, -1, 7]), 4))
    }
  })

  it('AddSegmentRows adds to each row its segment’s', () => {
    for (const columns of [1, 3, 8, 21]) {
      const [x, rows] = [numbers(5 * columns, 1), numbers(3 * columns, 2)]
      const inputs = { x: tf.tensor2d(x, [5, columns]), rows: tf.tensor2d(rows, [3, columns]), offsets: int32([0, 2, 2, 5]) }
      const sum = runKernel('AddSegmentRows', inputs)
      const segment = [0, 0, 2, 2, 2]
      const expected = [...x].map((value, at) =>
        Math.fround(value + rows[segment[Math.floor(at / columns)]! * columns + (at % columns)]!),
      )
      expect([...sum.dataSync()]).toEqual(expected)
    }
  })
})

describe('data movement', () => {
  it('slices', () => {
    for (const [shape, begin, size] of [
      [[7], [2], [3]],
      [
        [5, 6],
        [1, 0],
        [3, 6],
      ],
      [
        [5, 6],
        [1, 2],
        [3, 3],
      ],
      [
        [3, 4, 5, 6],
        [1, 1, 0, 0],
        [2, 2, 5, 6],
      ],
      [
        [3, 4, 5, 6],
        [0, 1, 2, 3],
        [3, 2, 2, 1],
      ],
      [
        [3, 4, 5, 6],
        [0, 0, 0, 0],
        [3, 4, 5, 6],
      ],
      [
        [3, 4],
        [1, 1],
        [0, 2],
      ],
      [
        [3, 4],
        [0, 1],
        [-1, -1],
      ],
    ] as const) {
      expectLikeCpu(() => tf.slice(tensor([...shape]), [...begin], [...size]), 0)
    }
    expectLikeCpu(() => tf.slice(int32([1, 2, 3, 4]), [1], [2]), 0)
    expectLikeCpu(() => tf.slice(tf.tensor1d([true, false, true], 'bool'), [1], [2]), 0)
  })

  it('concatenates', () => {
    for (const axis of [0, 1, 2]) {
      const shape = (size: number) => [2, 3, 4].map((length, i) => (i === axis ? size : length))
      expectLikeCpu(
        () =>
          tf.concat(
            [1, 5, 0, 2].map((size, i) => tensor(shape(size), i + 1)),
            axis,
          ),
        0,
      )
    }
    expectLikeCpu(() => tf.stack([tf.scalar(1), tf.scalar(2)]), 0)
    expectLikeCpu(() => tf.concat([int32([1]), int32([2, 3])]), 0)
  })

  it('pads', () => {
    expectLikeCpu(
      () =>
        tf.pad(tensor([3, 4]), [
          [1, 2],
          [0, 3],
        ]),
      0,
    )
    expectLikeCpu(
      () =>
        tf.pad(
          tensor([2, 3, 4, 2]),
          [
            [0, 0],
            [1, 1],
            [2, 0],
            [0, 0],
          ],
          0.5,
        ),
      0,
    )
    expectLikeCpu(() => tf.pad(tensor([5]), [[0, 0]]), 0)
  })

  it('transposes', () => {
    for (const perm of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      expectLikeCpu(() => tf.transpose(tensor([3, 17, 9]), perm), 0)
    }
    expectLikeCpu(() => tf.transpose(tensor([2, 3, 4, 5]), [0, 3, 1, 2]), 0)
    expectLikeCpu(() => tf.transpose(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], 'int32')), 0)
  })
})
