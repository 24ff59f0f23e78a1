import type { DatasetReader } from '../../data/dataset-reader.ts'
import { type MatrixSpace, rowStep } from './kernels.ts'

/** Pictures of the training split that are looked at, evenly spaced where there are more. */
const most = 40_000
const chunk = 512

/** First and second moments of a picture's values, the horizontally flipped pictures added. */
export interface Moments {
  /** Values of a picture: height·width·channels, in the order they are stored. */
  readonly dimensions: number
  /** [dimensions], in [0, 1] */
  readonly mean: Float64Array
  /** [dimensions, dimensions], symmetric */
  readonly covariance: Float64Array
}

/** Where each value of a picture is after a horizontal flip. */
function flipOf(size: number, channels: number): Uint32Array {
  return Uint32Array.from({ length: size * size * channels }, (_, i) => {
    const pixel = Math.floor(i / channels)
    const x = pixel % size
    return (pixel - x + size - 1 - x) * channels + (i % channels)
  })
}

function* chunksOf(reader: DatasetReader): Generator<Uint8Array> {
  const { count } = reader.splits.train
  const taken = Math.min(count, most)
  for (let first = 0; first < taken; first += chunk) {
    const indices = Uint32Array.from({ length: Math.min(chunk, taken - first) }, (_, i) =>
      Math.floor(((first + i) * count) / taken),
    )
    yield reader.readTraining(indices)
  }
}

/** @param between called between chunks of pictures, so that the process can hear messages and be cancelled */
export async function readMoments(reader: DatasetReader, space: MatrixSpace, between: () => Promise<void>): Promise<Moments> {
  const dimensions = reader.imageSize ** 2 * reader.channels
  const taken = Math.min(reader.splits.train.count, most)
  const sum = new Float64Array(dimensions)
  for (const pictures of chunksOf(reader)) {
    for (let i = 0; i < pictures.length; i++) sum[i % dimensions]! += pictures[i]!
    await between()
  }
  const own = sum.map((value) => value / taken / 255)

  const mark = space.mark()
  const step = rowStep(dimensions)
  const product = space.take(dimensions * step)
  const width = rowStep(chunk)
  const rows = space.take(dimensions * width)
  space.numbers.fill(0, product / 8, (product + dimensions * step) / 8)
  for (const pictures of chunksOf(reader)) {
    const count = pictures.length / dimensions
    const { numbers } = space
    for (let i = 0; i < count; i++) {
      for (let d = 0; d < dimensions; d++) numbers[(rows + d * width) / 8 + i] = pictures[i * dimensions + d]! / 255 - own[d]!
    }
    space.subtractProducts(product, step, rows, width, rows, width, dimensions, dimensions, count, 1)
    await between()
  }

  // With the flipped pictures added, moments are the means of their own and their flipped selves.
  const flip = flipOf(reader.imageSize, reader.channels)
  const mean = own.map((value, i) => (value + own[flip[i]!]!) / 2)
  const at = (i: number, j: number) =>
    i >= j ? -space.numbers[product / 8 + (i * step) / 8 + j]! / taken : -space.numbers[product / 8 + (j * step) / 8 + i]! / taken
  const covariance = new Float64Array(dimensions ** 2)
  for (let i = 0; i < dimensions; i++) {
    const shift = own[i]! - mean[i]!
    for (let j = 0; j <= i; j++) {
      const both = (at(i, j) + at(flip[i]!, flip[j]!)) / 2 + shift * (own[j]! - mean[j]!)
      covariance[i * dimensions + j] = both
      covariance[j * dimensions + i] = both
    }
  }
  space.release(mark)
  return { dimensions, mean, covariance }
}
