import { exactMatchDecibel } from '../metrics.ts'

/** Distances to the nearest known pixel, in pixels, by which errors are told apart: up to 1, above 1 to 2, …; the last is open. */
export const distanceEdges: readonly number[] = [1, 2, 3, 4, 6, 8, Number.POSITIVE_INFINITY]

const scalars = ['psnr', 'ssim', 'missing', 'nats'] as const

/** Numbers kept of each picture: the scalars, then squared error and values counted by distance. */
export const measurementColumns = scalars.length + 2 * distanceEdges.length

/** What was measured of one picture. A method without an answer measures NaN. */
export interface Measurement {
  /** dB over missing pixels; NaN where nothing is missing. */
  readonly psnr: number
  /** Of the composite. */
  readonly ssim: number
  /** Share of missing pixels. */
  readonly missing: number
  /** log p(missing | known) per missing value, in nats of values in [0, 1]; NaN for methods that are no distribution. */
  readonly nats: number
  /** Of missing values, by distance: Σ(x̂−x)² and how many they are. */
  readonly squaredErrors: readonly number[]
  readonly counts: readonly number[]
}

/** Measurements of pictures in order, as they are sent and stored: [pictures, measurementColumns]. */
export function packMeasurements(measurements: readonly Measurement[]): Float32Array {
  return Float32Array.from(
    measurements.flatMap(({ squaredErrors, counts, ...rest }) => [
      ...scalars.map((name) => rest[name]),
      ...squaredErrors,
      ...counts,
    ]),
  )
}

/** How many pictures are packed. */
export const countMeasurements = (packed: Float32Array) => packed.length / measurementColumns

const column = (packed: Float32Array, at: number) =>
  Float64Array.from({ length: countMeasurements(packed) }, (_, i) => packed[i * measurementColumns + at]!)

/** One scalar of every picture. */
export const scalarOf = (packed: Float32Array, name: (typeof scalars)[number]) => column(packed, scalars.indexOf(name))

/** PSNR of the whole composite: masked − 10·log10(share missing); an exact match, or nothing missing, counts as 100 dB. */
export function compositesOf(packed: Float32Array): Float64Array {
  const missing = scalarOf(packed, 'missing')
  return scalarOf(packed, 'psnr').map((psnr, i) =>
    missing[i] === 0 || psnr === exactMatchDecibel ? exactMatchDecibel : psnr - 10 * Math.log10(missing[i]!),
  )
}

/** PSNR in dB by distance to the nearest known pixel, of all pictures' squared errors together; NaN where there are no such pixels. */
export function psnrByDistance(packed: Float32Array): number[] {
  return distanceEdges.map((_, bin) => {
    const errors = column(packed, scalars.length + bin).reduce((sum, value) => sum + value, 0)
    const counts = column(packed, scalars.length + distanceEdges.length + bin).reduce((sum, value) => sum + value, 0)
    if (counts === 0) return Number.NaN
    return errors === 0 ? exactMatchDecibel : -10 * Math.log10(errors / counts)
  })
}
