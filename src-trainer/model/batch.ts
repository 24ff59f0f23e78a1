import * as tf from '@tensorflow/tfjs-core'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { LEVELS } from '../levels.ts'
import { hasKernel, runKernel } from '../ops/kernels.ts'
import { createPixelBatch, findMissing, type PixelBatch } from '../ops/pixel-batch.ts'
import type { ImageShape } from './model.ts'

/** Pictures and masks as they come from the dataset cache and the mask generators. */
export interface RawBatch {
  /** [batch, height, width, channel], 0 … 255 */
  readonly images: Uint8Array
  /** [batch, height, width], 1 = known, 0 = missing */
  readonly masks: Uint8Array
}

/** A batch on the device: what an encoder and a decoder need. */
export interface InputBatch {
  /** [batch, height, width, channel] */
  readonly shape: readonly [number, number, number, number]
  /** [batch, height, width, channel] in [0, 1], 0 where missing */
  readonly maskedImages: tf.Tensor4D
  readonly pixels: PixelBatch
}

/** And what a loss needs as well. */
export interface TrainingBatch extends InputBatch {
  /** [n, channel] in [0, 1], the true colours of the missing pixels */
  readonly targets: tf.Tensor2D
  readonly neighbours: Neighbours
}

/**
 * Pairs of neighbouring values, as weights over the flat batch [batch · height · width · channel]: 1 where the value has a
 * neighbour in that direction inside its own picture, and where that pair is free, which is to say not both known.
 */
export interface Neighbours {
  readonly right: tf.Tensor1D
  readonly below: tf.Tensor1D
  readonly rightFree: tf.Tensor1D
  readonly belowFree: tf.Tensor1D
}

/** Checks sizes and returns [batch, height, width, channel]. */
export function batchShape({ images, masks }: RawBatch, { imageSize, channels }: ImageShape): [number, number, number, number] {
  const pixels = imageSize * imageSize
  const batch = masks.length / pixels
  if (!Number.isInteger(batch) || batch < 1 || images.length !== batch * pixels * channels) {
    throw new WorkbenchError(
      'batch-shape',
      `batch has ${images.length} image values and ${masks.length} mask values, ` +
        `the model expects a multiple of ${imageSize}×${imageSize}×${channels} and ${imageSize}×${imageSize}`,
    )
  }
  return [batch, imageSize, imageSize, channels]
}

/** Puts a batch on the current backend. */
export function createInputBatch(raw: RawBatch, image: ImageShape): InputBatch {
  const shape = batchShape(raw, image)
  const [batch, height, width, channels] = shape
  const { images, masks } = raw
  const values = new Float32Array(images.length)
  for (let place = 0; place < masks.length; place++) {
    if (!masks[place]) continue
    for (let i = place * channels; i < (place + 1) * channels; i++) values[i] = LEVELS[images[i]!]!
  }
  return { shape, maskedImages: tf.tensor4d(values, shape), pixels: createPixelBatch(masks, batch, height, width) }
}

/** Puts a batch and what its loss needs on the current backend; as bytes, where it can make the rest of them itself. */
export function createTrainingBatch(raw: RawBatch, image: ImageShape): TrainingBatch {
  if (hasKernel('ExpandBatch') && raw.masks.includes(0)) return expandOnDevice(raw, image)
  const input = createInputBatch(raw, image)
  const { pixels, shape } = input
  const channels = shape[3]
  const targets = new Float32Array(pixels.count * channels)
  for (let k = 0; k < pixels.count; k++) {
    const place = pixels.places[k]!
    for (let c = 0; c < channels; c++) targets[k * channels + c] = LEVELS[raw.images[place * channels + c]!]!
  }
  return { ...input, targets: tf.tensor2d(targets, [pixels.count, channels]), neighbours: createNeighbours(raw.masks, shape) }
}

function expandOnDevice(raw: RawBatch, image: ImageShape): TrainingBatch {
  const shape = batchShape(raw, image)
  const { places, offsets } = findMissing(raw.masks, shape[0])
  const count = places.length
  const indices = tf.tensor1d(places, 'int32')
  const inputs = { images: packedBytes(raw.images), masks: packedBytes(raw.masks), places: indices }
  const [maskedImages, targets, coordinates, rows, right, below, rightFree, belowFree] = runKernel<tf.Tensor[]>(
    'ExpandBatch',
    inputs,
    { shape },
  ) as [tf.Tensor4D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]
  const segments = { count: shape[0], offsets: tf.tensor1d(offsets, 'int32'), rows }
  return {
    shape,
    maskedImages,
    pixels: { count, places, offsets, indices, coordinates, segments },
    targets,
    neighbours: { right, below, rightFree, belowFree },
  }
}

/** Bytes four to an int32, the first in the lowest: what the device is sent. */
function packedBytes(bytes: Uint8Array): tf.Tensor1D {
  const words = new Int32Array(Math.ceil(bytes.length / 4))
  new Uint8Array(words.buffer).set(bytes)
  return tf.tensor1d(words, 'int32')
}

function createNeighbours(masks: Uint8Array, [batch, height, width, channels]: TrainingBatch['shape']): Neighbours {
  const values = () => new Float32Array(masks.length * channels)
  const [right, below, rightFree, belowFree] = [values(), values(), values(), values()]
  let place = 0
  for (let row = 0; row < batch * height; row++) {
    const lowest = row % height === height - 1
    for (let column = 0; column < width; column++, place++) {
      const known = masks[place]!
      const hasRight = column < width - 1 ? 1 : 0
      const hasBelow = lowest ? 0 : 1
      const freeRight = hasRight && !(known && masks[place + 1]) ? 1 : 0
      const freeBelow = hasBelow && !(known && masks[place + width]) ? 1 : 0
      for (let i = place * channels; i < (place + 1) * channels; i++) {
        right[i] = hasRight
        below[i] = hasBelow
        rightFree[i] = freeRight
        belowFree[i] = freeBelow
      }
    }
  }
  return {
    right: tf.tensor1d(right),
    below: tf.tensor1d(below),
    rightFree: tf.tensor1d(rightFree),
    belowFree: tf.tensor1d(belowFree),
  }
}
