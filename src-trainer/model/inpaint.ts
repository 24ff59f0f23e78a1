import * as tf from '@tensorflow/tfjs-core'
import { toByte, toUnit } from '../levels.ts'
import { gridCoordinates } from '../ops/coordinates.ts'
import { createPixelBatch } from '../ops/pixel-batch.ts'
import { createInputBatch, type RawBatch } from './batch.ts'
import type { Model } from './model.ts'

/** Missing pixels' places in [batch · height · width], and their predicted colours [n, channel], unclipped. */
async function predictMissing(model: Model, raw: RawBatch): Promise<{ places: Int32Array; colours: Float32Array }> {
  let places: Int32Array = new Int32Array(0)
  if (!raw.masks.includes(0)) return { places, colours: new Float32Array(0) }
  const colours = tf.tidy(() => {
    const { maskedImages, pixels } = createInputBatch(raw, model.image)
    places = pixels.places // not returned: `tidy` would look through it for tensors, number by number
    return model.decodeMissing(model.encode(maskedImages), pixels)
  })
  const values = (await colours.data()) as Float32Array
  const copy = values.slice()
  colours.dispose()
  return { places, colours: copy }
}

/**
 * Inpaints: Î = I_M + Î_S ⊙ ¬M. Known pixels come out bit for bit as they went in; predicted ones are clipped to [0, 1] and
 * rounded to the nearest of 256 levels.
 *
 * @returns [batch, height, width, channel], 0 … 255
 */
export async function inpaint(model: Model, raw: RawBatch): Promise<Uint8Array> {
  const { places, colours } = await predictMissing(model, raw)
  const channels = model.image.channels
  const result = raw.images.slice()
  places.forEach((place, k) => {
    for (let c = 0; c < channels; c++) {
      result[place * channels + c] = toByte(colours[k * channels + c]!)
    }
  })
  return result
}

/**
 * The same in floating point: known pixels are byte / 255, predicted ones as the decoder gives them, **unclipped**.
 *
 * @returns [batch, height, width, channel]
 */
export async function inpaintFloat(model: Model, raw: RawBatch): Promise<Float32Array> {
  const { places, colours } = await predictMissing(model, raw)
  const channels = model.image.channels
  const result = toUnit(raw.images)
  places.forEach((place, k) => {
    for (let c = 0; c < channels; c++) result[place * channels + c] = colours[k * channels + c]!
  })
  return result
}

/** The latents of a batch: [batch, ...latentShape]. */
export async function encodeImages(model: Model, raw: RawBatch): Promise<Float32Array> {
  const latent = tf.tidy(() => model.encode(createInputBatch(raw, model.image).maskedImages))
  const values = ((await latent.data()) as Float32Array).slice()
  latent.dispose()
  return values
}

/**
 * The decoder alone, over whole pictures rendered ×`scale`: a smooth interpolant, not super-resolution; known pixels are not
 * pasted in. Output pixel i is evaluated at (i + ½) / scale − ½ in pixel units.
 *
 * @param latents [batch, ...latentShape], from `encodeImages` or made up
 * @returns [batch, size, size, channel] with size = imageSize · scale, unclipped
 */
export async function renderLatents(model: Model, latents: Float32Array, scale = 1): Promise<Float32Array> {
  const { imageSize, channels } = model.image
  const latentSize = model.latentShape.reduce((product, size) => product * size, 1)
  const batch = latents.length / latentSize
  const coordinates = gridCoordinates(imageSize, imageSize, scale)
  const points = coordinates.length / 2
  const result = new Float32Array(batch * points * channels)
  for (let image = 0; image < batch; image++) {
    for (let from = 0; from < points; from += RENDER_POINTS) {
      const to = Math.min(points, from + RENDER_POINTS)
      const colours = tf.tidy(() => {
        const latent = tf.tensor4d(latents.slice(image * latentSize, (image + 1) * latentSize), [1, ...model.latentShape])
        return model.decodeGrid(latent, tf.tensor2d(coordinates.slice(2 * from, 2 * to), [to - from, 2])) // [1, to − from, channel]
      })
      result.set((await colours.data()) as Float32Array, (image * points + from) * channels)
      colours.dispose()
    }
  }
  return result
}

/** Points decoded at once: bounds the memory of a large rendering (128 hidden values of 4 bytes a point and layer). */
const RENDER_POINTS = 16_384

/** Every pixel's colour from the decoder, known or not, at the picture's own size: [batch, height, width, channel], unclipped. */
export async function decodeWhole(model: Model, raw: RawBatch): Promise<Float32Array> {
  const colours = tf.tidy(() => {
    const { maskedImages, shape } = createInputBatch(raw, model.image)
    const [batch, height, width] = shape
    const everywhere = createPixelBatch(new Uint8Array(raw.masks.length), batch, height, width)
    return model.decodeMissing(model.encode(maskedImages), everywhere)
  })
  const values = ((await colours.data()) as Float32Array).slice()
  colours.dispose()
  return values
}
