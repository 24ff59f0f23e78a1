import { toByte } from './levels.ts'
import type { RawBatch } from './model/batch.ts'
import { encodeImages, renderLatents } from './model/inpaint.ts'
import type { Model } from './model/model.ts'

/**
 * One picture's latent decoded everywhere on a ×`scale` grid: the raw decoder, a smooth interpolant; known pixels are not pasted in.
 *
 * @returns [size·scale, size·scale, channel], 0 … 255
 */
export async function renderMasked(model: Model, batch: RawBatch, scale: number): Promise<Uint8Array> {
  return bytesOf(await renderLatents(model, await encodeImages(model, batch), scale))
}

/** Colours of the decoder, clipped and rounded to 0 … 255. */
export function bytesOf(colours: Float32Array): Uint8Array {
  const bytes = new Uint8Array(colours.length)
  for (let i = 0; i < colours.length; i++) bytes[i] = toByte(colours[i]!)
  return bytes
}
