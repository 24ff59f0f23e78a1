import type { SplitName } from '../src-shared/datasets.ts'
import { distanceToKnown } from '../src-shared/evaluation/distance.ts'
import { distanceEdges, type Measurement, packMeasurements } from '../src-shared/evaluation/measurements.ts'
import { fixedMasks } from '../src-shared/masks/fixed.ts'
import type { MaskSpec } from '../src-shared/masks/mask.ts'
import { compose, maskedPsnr, ssim } from '../src-shared/metrics.ts'
import type { DatasetReader } from './data/dataset-reader.ts'
import { type Method, sizesOf } from './methods.ts'

export interface MeasureRequest {
  readonly split: SplitName
  readonly mask: MaskSpec
  /** Pictures `first` … `first + count − 1` of the split, each under the fixed mask of its number. */
  readonly first: number
  readonly count: number
}

/**
 * Measures a method on pictures of a split under the fixed masks of one kind.
 *
 * @returns packed measurements, picture by picture
 */
export async function measure(
  method: Method,
  reader: DatasetReader,
  { split, mask: spec, first, count }: MeasureRequest,
  between: () => Promise<void>,
): Promise<Float32Array> {
  const { imageSize: size, channels } = reader
  const { pixels, values } = sizesOf(reader)
  const images = reader.read(
    split,
    Uint32Array.from({ length: count }, (_, i) => first + i),
  )
  const masks = fixedMasks(spec, size, first, count)
  // A distribution's density follows its filling at once: both need the same factorisation.
  const together = method.logDensity ? 1 : count
  const measurements: Measurement[] = []
  let filled: Float32Array = new Float32Array(0)
  for (let i = 0; i < count; i++) {
    if (i % together === 0) {
      const end = i + together
      filled = await method(
        { images: images.subarray(i * values, end * values), masks: masks.subarray(i * pixels, end * pixels) },
        between,
      )
    }
    if (i % 4 === 3) await between()
    const truth = images.subarray(i * values, (i + 1) * values)
    const mask = masks.subarray(i * pixels, (i + 1) * pixels)
    const picture = filled.subarray((i % together) * values, ((i % together) + 1) * values)
    const missing = mask.reduce((sum, pixel) => sum + (1 - pixel), 0)
    measurements.push({
      psnr: maskedPsnr(picture, truth, mask, channels),
      ssim: ssim(compose(picture, truth, mask, channels), truth, size, size, channels),
      missing: missing / pixels,
      nats: method.logDensity && missing > 0 ? method.logDensity(truth, mask) / (missing * channels) : Number.NaN,
      ...errorsByDistance(picture, truth, distanceToKnown(mask, size), channels),
    })
  }
  return packMeasurements(measurements)
}

/** Where nothing is known there is no distance, and nothing is counted. */
function errorsByDistance(filled: Float32Array, truth: Uint8Array, distances: Float64Array, channels: number) {
  const squaredErrors = distanceEdges.map(() => 0)
  const counts = distanceEdges.map(() => 0)
  distances.forEach((distance, pixel) => {
    if (distance === 0 || distance === Number.POSITIVE_INFINITY) return
    const bin = distanceEdges.findIndex((edge) => distance <= edge)
    for (let c = pixel * channels; c < (pixel + 1) * channels; c++) {
      squaredErrors[bin]! += (Math.min(1, Math.max(0, filled[c]!)) - truth[c]! / 255) ** 2
      counts[bin]!++
    }
  })
  return { squaredErrors, counts }
}
