import * as tf from '@tensorflow/tfjs-core'
import { normalise } from './coordinates.ts'
import type { Segments } from './segments.ts'

/** The missing pixels of a batch of pictures, picture by picture, row by row: what the decoder decodes. */
export interface PixelBatch {
  /** Number of missing pixels in the batch, n. May be 0, and then the tensors are empty. */
  readonly count: number
  /** On the host: each missing pixel's place in [batch · height · width]. Ascending. */
  readonly places: Int32Array
  /** On the host: [batch + 1], the first pixel of each picture. */
  readonly offsets: Int32Array
  /** int32 [n], `places` on the device. */
  readonly indices: tf.Tensor1D
  /** [n, 2], (x, y) of each, in [−1, 1]. */
  readonly coordinates: tf.Tensor2D
  /** Which picture each pixel belongs to. */
  readonly segments: Segments
}

/**
 * Lists the missing pixels of a batch of masks.
 *
 * @param masks [batch, height, width], 1 = known, 0 = missing
 */
export function createPixelBatch(masks: Uint8Array, batch: number, height: number, width: number): PixelBatch {
  const offsets = new Int32Array(batch + 1)
  const pixels = height * width
  let count = 0
  for (let i = 0; i < masks.length; i++) if (!masks[i]) count++
  const places = new Int32Array(count)
  const rows = new Int32Array(count)
  const coordinates = new Float32Array(count * 2)
  const columns = Float32Array.from({ length: width }, (_, column) => normalise(column, width))
  let at = 0
  for (let image = 0; image < batch; image++) {
    offsets[image] = at
    for (let row = 0; row < height; row++) {
      const y = normalise(row, height)
      const from = image * pixels + row * width
      for (let column = 0; column < width; column++) {
        if (masks[from + column]) continue
        places[at] = from + column
        rows[at] = image
        coordinates[2 * at] = columns[column]!
        coordinates[2 * at + 1] = y
        at++
      }
    }
  }
  offsets[batch] = at
  return {
    count,
    places,
    offsets,
    indices: tf.tensor1d(places, 'int32'),
    coordinates: tf.tensor2d(coordinates, [count, 2]),
    segments: { count: batch, offsets: tf.tensor1d(offsets, 'int32'), rows: tf.tensor1d(rows, 'int32') },
  }
}

/** Where the missing pixels are, and where each picture's begin; the rest of a `PixelBatch` follows from it. */
export function findMissing(masks: Uint8Array, batch: number): Pick<PixelBatch, 'places' | 'offsets'> {
  const pixels = masks.length / batch
  const found = new Int32Array(masks.length)
  const offsets = new Int32Array(batch + 1)
  let count = 0
  for (let image = 0; image < batch; image++) {
    offsets[image] = count
    for (let place = image * pixels; place < (image + 1) * pixels; place++) if (!masks[place]) found[count++] = place
  }
  offsets[batch] = count
  return { places: found.slice(0, count), offsets }
}
