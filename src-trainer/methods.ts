import { findBaseline } from './baselines/registry.ts'
import type { DatasetReader } from './data/dataset-reader.ts'
import type { RawBatch } from './model/batch.ts'
import type { ImageShape, Model } from './model/model.ts'
import { predict } from './predict.ts'

/**
 * Fills pictures under masks, a trained model or a baseline alike.
 *
 * @param between called between chunks, so that the process can hear messages and be cancelled
 * @returns [n, height, width, channel] in [0, 1], unclipped; NaN for a picture that the method has no answer to
 */
export interface Method {
  (batch: RawBatch, between: () => Promise<void>): Promise<Float32Array>
  /** log p(missing | known) of one picture in nats, of values in [0, 1]; of methods that are distributions. */
  logDensity?(picture: Uint8Array, mask: Uint8Array): number
}

export const modelMethod =
  (model: Model): Method =>
  (batch, between) =>
    predict(model, batch, between)

/**
 * @param fitting called every second or so while the baseline is fitted
 * @throws WorkbenchError `method` for an unknown one
 */
export async function baselineMethod(name: string, reader: DatasetReader, fitting: () => Promise<void>): Promise<Method> {
  const fill = await findBaseline(name).fit(reader, fitting)
  const { pixels, values } = sizesOf(reader)
  const method: Method = async ({ images, masks }, between) => {
    const filled = new Float32Array(images.length)
    for (let i = 0; i * pixels < masks.length; i++) {
      if (i > 0 && i % 4 === 0) await between()
      filled.set(fill(images.subarray(i * values, (i + 1) * values), masks.subarray(i * pixels, (i + 1) * pixels)), i * values)
    }
    return filled
  }
  return Object.assign(method, fill.logDensity ? { logDensity: fill.logDensity } : {})
}

/** Of one picture: its pixels, and its values over all channels. */
export function sizesOf({ imageSize, channels }: ImageShape): { pixels: number; values: number } {
  return { pixels: imageSize ** 2, values: imageSize ** 2 * channels }
}
