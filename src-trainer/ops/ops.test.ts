import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { randomStream } from '../../src-shared/random.ts'
import { openTestEngine } from '../../tests/golden/test-engine.ts'
import { conv2d } from './conv2d.ts'
import { gridCoordinates, normalise } from './coordinates.ts'
import { dense } from './dense.ts'
import { createPixelBatch } from './pixel-batch.ts'
import { addRelu, relu } from './relu.ts'
import { addSegmentRows, columnSums, segmentSum } from './segments.ts'

let engine = ''
beforeAll(async () => {
  engine = await openTestEngine()
})

const random = randomStream(11, 'ops')
const numbers = (...shape: number[]) => {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
  random.fillUniform(values, -1, 1)
  return { shape, values }
}
type Numbers = ReturnType<typeof numbers>

/** Gradients of Σ w·op(inputs) against finite differences, and the op on our engine against the plain backend. */
function check(op: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: Numbers[], constant: number[] = []) {
  const tensors = (values = inputs) => values.map(({ shape, values: v }) => tf.tensor(v.slice(), shape))
  const weigh = (y: tf.Tensor) =>
    tf.mul(y, tf.reshape(tf.tensor(Float32Array.from({ length: y.size }, (_, i) => ((i % 7) - 3) / 4)), y.shape))
  const weighted = (values?: Numbers[]) =>
    tf.tidy(() => Array.from(weigh(op(...tensors(values))).dataSync() as Float32Array).reduce((sum, value) => sum + value, 0))

  const run = () =>
    tf.tidy(() => {
      const y = op(...tensors())
      const dy = weigh(tf.onesLike(y))
      const gradients = tf.grads((...xs) => op(...xs))(tensors(), dy)
      return [y, ...gradients].map((tensor) => tensor.dataSync().slice())
    })
  const [, ...gradients] = run()
  inputs.forEach((input, k) => {
    if (constant.includes(k)) return
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
  if (engine === 'cpu') return
  const ours = run()
  tf.setBackend('cpu')
  const plain = run()
  tf.setBackend(engine)
  ours.forEach((values, k) => {
    for (let i = 0; i < values.length; i++) expect(values[i], `output ${k}, value ${i}`).toBeCloseTo(plain[k]![i]!, 4)
  })
}

describe('ops have the gradients they claim, on our kernels and on standard operations', () => {
  it('dense', () => {
    check((x, w, b) => dense(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D), [numbers(5, 3), numbers(3, 4), numbers(4)])
    check(
      (x, w, b) => dense(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, { activation: 'relu' }),
      [numbers(9, 6), numbers(6, 8), numbers(8)],
    )
    check((x, w) => dense(x as tf.Tensor2D, w as tf.Tensor2D, null), [numbers(5, 2), numbers(2, 4)])
  })

  it('conv2d, 3×3 and 1×1', () => {
    const convolve = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) =>
      conv2d(x as tf.Tensor4D, w as tf.Tensor4D, b as tf.Tensor1D, { activation: 'relu' })
    check(convolve, [numbers(2, 5, 4, 3), numbers(3, 3, 3, 6), numbers(6)])
    check(convolve, [numbers(2, 5, 4, 3), numbers(1, 1, 3, 2), numbers(2)])
    check(
      (x, w, b) => conv2d(x as tf.Tensor4D, w as tf.Tensor4D, b as tf.Tensor1D),
      [numbers(1, 4, 4, 5), numbers(3, 3, 5, 3), numbers(3)],
    )
  })

  it('relu and addRelu', () => {
    check((x) => relu(x), [numbers(4, 5)])
    check((a, b) => addRelu(a, b), [numbers(2, 3, 4), numbers(2, 3, 4)])
    check((x) => addRelu(x, x), [numbers(3, 4)])
  })

  it('addSegmentRows', () => {
    const offsets = [0, 3, 3, 7]
    check(
      (x, rows) => {
        const segments = {
          count: 3,
          offsets: tf.tensor1d(offsets, 'int32'),
          rows: tf.tensor1d([0, 0, 0, 2, 2, 2, 2], 'int32'),
        }
        return addSegmentRows(x as tf.Tensor2D, rows as tf.Tensor2D, segments)
      },
      [numbers(7, 4), numbers(3, 4)],
    )
  })
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
