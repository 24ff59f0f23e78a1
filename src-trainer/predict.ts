import { toByte } from './levels.ts'
import type { RawBatch } from './model/batch.ts'
import { inpaintFloat } from './model/inpaint.ts'
import type { Model } from './model/model.ts'

/** Pictures decoded at once: bounds the memory of an evaluation, whatever its size. */
const chunkSize = 32

/**
 * The model's filling of any number of pictures: [n, height, width, channel], known pixels as they went in, predicted ones unclipped.
 * Pictures of which nothing is known have one answer, which is computed once.
 *
 * @param between called between chunks, so that the process can hear messages and be cancelled
 */
export async function predict(
  model: Model,
  { images, masks }: RawBatch,
  between: () => Promise<void> = async () => {},
): Promise<Float32Array> {
  const { imageSize, channels } = model.image
  const pixels = imageSize * imageSize
  const values = pixels * channels
  const count = masks.length / pixels
  const filled = new Float32Array(images.length)
  const chunk = (first: number, length: number): RawBatch => ({
    images: images.subarray(first * values, (first + length) * values),
    masks: masks.subarray(first * pixels, (first + length) * pixels),
  })
  if (!masks.includes(1)) {
    const one = await inpaintFloat(model, chunk(0, 1))
    for (let i = 0; i < count; i++) filled.set(one, i * values)
    return filled
  }
  for (let first = 0; first < count; first += chunkSize) {
    await between()
    filled.set(await inpaintFloat(model, chunk(first, Math.min(chunkSize, count - first))), first * values)
  }
  return filled
}

/** Float pictures as bytes, known pixels taken from `images` bit for bit. */
export function toBytes(filled: Float32Array, { images, masks }: RawBatch, channels: number): Uint8Array {
  const bytes = images.slice()
  for (let pixel = 0; pixel < masks.length; pixel++) {
    if (masks[pixel] === 1) continue
    for (let i = pixel * channels; i < (pixel + 1) * channels; i++) bytes[i] = toByte(filled[i]!)
  }
  return bytes
}
