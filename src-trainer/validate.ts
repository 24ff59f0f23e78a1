import type { RunConfig } from '../src-shared/config.ts'
import { fixedMasks } from '../src-shared/masks/fixed.ts'
import { formatMaskSpec, slidesMasks } from '../src-shared/masks/registry.ts'
import { drawMasks } from '../src-shared/masks/training.ts'
import { maskedPsnr } from '../src-shared/metrics.ts'
import { validationLoss, validationPsnr } from '../src-shared/runs.ts'
import type { Model } from './model/model.ts'
import { predict, toBytes } from './predict.ts'
import { evaluateLoss } from './train-step.ts'

/** What one validation found. */
export interface Validation {
  /** Series name → value. */
  readonly values: Record<string, number>
  /** The sample panel's fillings: [masks, panel, height, width, channel]. */
  readonly samples: Uint8Array
}

/** Pictures a loss is computed over at once. */
const lossChunk = 32

/**
 * Validates on the same pictures and the same masks every time: PSNR over missing pixels by mask kind, as the mean of per-picture values,
 * and the loss under fixed masks drawn as training draws them.
 *
 * @param pictures [n, height, width, channel], the first n of the validation split
 * @param panel how many of them, from the first, are sample pictures
 */
export async function validate(
  model: Model,
  config: RunConfig,
  pictures: Uint8Array,
  panel: number,
  between: () => Promise<void>,
): Promise<Validation> {
  const { imageSize, channels } = model.image
  const pixels = imageSize * imageSize
  const size = pixels * channels
  const count = pictures.length / size
  const values: Record<string, number> = { [validationLoss]: await meanLoss(model, config, pictures, between) }
  const samples = new Uint8Array(slidesMasks.length * panel * size)
  for (const [row, spec] of slidesMasks.entries()) {
    const masks = fixedMasks(spec, imageSize, 0, count)
    const filled = await predict(model, { images: pictures, masks }, between)
    values[validationPsnr(formatMaskSpec(spec))] = meanPsnr(filled, pictures, masks, imageSize, channels)
    const shown = { images: pictures.subarray(0, panel * size), masks: masks.subarray(0, panel * pixels) }
    samples.set(toBytes(filled.subarray(0, panel * size), shown, channels), row * panel * size)
  }
  return { values, samples }
}

function meanPsnr(filled: Float32Array, pictures: Uint8Array, masks: Uint8Array, imageSize: number, channels: number): number {
  const pixels = imageSize * imageSize
  const size = pixels * channels
  const count = pictures.length / size
  let sum = 0
  for (let i = 0; i < count; i++) {
    const picture = (all: Float32Array | Uint8Array) => all.subarray(i * size, (i + 1) * size)
    sum += maskedPsnr(picture(filled), picture(pictures), masks.subarray(i * pixels, (i + 1) * pixels), channels)
  }
  return sum / count
}

/** α·MSE + β·TV under masks of the training's distribution that no training step ever draws. */
async function meanLoss(model: Model, config: RunConfig, pictures: Uint8Array, between: () => Promise<void>): Promise<number> {
  const { imageSize, channels } = model.image
  const size = imageSize * imageSize * channels
  const count = pictures.length / size
  const masks = drawMasks(config.mask, imageSize, 0, 0, count, 'validation mask')
  let sum = 0
  for (let first = 0; first < count; first += lossChunk) {
    await between()
    const last = Math.min(count, first + lossChunk)
    const batch = {
      images: pictures.subarray(first * size, last * size),
      masks: masks.subarray(first * imageSize ** 2, last * imageSize ** 2),
    }
    const { loss } = await evaluateLoss(model, batch, { alpha: config.alpha, beta: config.beta })
    sum += loss * (last - first)
  }
  return sum / count
}
