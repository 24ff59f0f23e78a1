import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openTestEngine } from '../../tests/golden/test-engine.ts'
import { gridCoordinates, normalise } from './coordinates.ts'
import { type OpCase, opCases, weights } from './fixtures.ts'
import { createPixelBatch } from './pixel-batch.ts'
import { columnSums, segmentSum } from './segments.ts'

beforeAll(openTestEngine)

/** Gradients of Σ w·op(inputs) against finite differences. */
function check({ op, inputs }: OpCase) {
  const tensors = (values = inputs) => values.map(({ shape, values: v }) => tf.tensor(v.slice(), shape))
  const weigh = (y: tf.Tensor) => tf.mul(y, tf.tensor(weights(y.size), y.shape))
  const weighted = (values: OpCase['inputs']) =>
    tf.tidy(() => Array.from(weigh(op(...tensors(values))).dataSync() as Float32Array).reduce((sum, value) => sum + value, 0))

  const gradients = tf.tidy(() => {
    const dy = weigh(tf.onesLike(op(...tensors())))
    return tf
      .grads((...xs) => op(...xs))(tensors(), dy)
      .map((tensor) => tensor.dataSync().slice())
  })
  inputs.forEach((input, k) => {
    for (let i = 0; i < input.values.length; i += Math.ceil(input.values.length / 9)) {
      const moved = (offset: number) =>
        weighted(
          inputs.map((other, j) =>
            j === k ? { ...other, values: other.values.map((v, at) => (at === i ? v + offset : v)) } : other,
          ),
        )
      expect(gradients[k]![i], `input ${k}, value ${i}`).toBeCloseTo((moved(2e-3) - moved(-2e-3)) / 4e-3, 2)
    }
  })
}

describe('an op has the gradients it claims', () => {
  for (const opCase of opCases()) it(opCase.name, () => check(opCase))
})

describe('sums', () => {
  it('are over columns, and over segments of which one may be empty', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])
    expect([...columnSums(x).dataSync()]).toEqual([9, 12])
    const segments = { count: 3, offsets: tf.tensor1d([0, 1, 1, 3], 'int32'), rows: tf.tensor1d([0, 2, 2], 'int32') }
    expect([...segmentSum(x, segments).dataSync()]).toEqual([1, 2, 0, 0, 8, 10])
  })
})

describe('coordinates', () => {
  it('put both ends on pixel centres', () => {
    expect([normalise(0, 32), normalise(31, 32), normalise(15.5, 32)]).toEqual([-1, 1, 0])
    expect(normalise(0, 1)).toBe(0)
  })

  it('are (x, y): the column first', () => {
    // 0 . .
    // . . 0   missing: row 0 column 0, row 1 column 2, of a second picture
    const pixels = createPixelBatch(Uint8Array.of(1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0), 2, 2, 3)
    expect([...pixels.places]).toEqual([6, 11])
    expect([...pixels.offsets]).toEqual([0, 0, 2])
    expect([...pixels.coordinates.dataSync()]).toEqual([-1, -1, 1, 1])
    expect([...gridCoordinates(3, 2)]).toEqual([-1, -1, 0, -1, 1, -1, -1, 1, 0, 1, 1, 1])
  })

  it('rendered ×2 lie a quarter of a pixel to either side of the centre', () => {
    const grid = gridCoordinates(3, 3, 2)
    expect(grid).toHaveLength(6 * 6 * 2)
    expect([grid[0], grid[2], grid[10]]).toEqual([-1.25, -0.75, 1.25])
  })
})
