import { toUnit } from '../levels.ts'
import type { Baseline, FittedBaseline } from './baseline.ts'
import { envelopeCholesky, type LowerRow } from './envelope-cholesky.ts'
import { rememberByMask } from './remember.ts'

/** A pixel's row of the operator, over the whole picture: pixel → weight. */
type OperatorRow = ReadonlyMap<number, number>

/** The graph Laplacian of the picture's grid: a neighbour beyond the border is the pixel itself (scipy's "reflect"). */
function laplacianRow(pixel: number, size: number): OperatorRow {
  const [y, x] = [Math.floor(pixel / size), pixel % size]
  const neighbours = [
    ...(y > 0 ? [pixel - size] : []),
    ...(x > 0 ? [pixel - 1] : []),
    ...(x < size - 1 ? [pixel + 1] : []),
    ...(y < size - 1 ? [pixel + size] : []),
  ]
  return new Map([[pixel, neighbours.length], ...neighbours.map((neighbour) => [neighbour, -1] as const)])
}

/** The Laplacian applied twice. */
function bilaplacianRow(pixel: number, size: number): OperatorRow {
  const row = new Map<number, number>()
  for (const [middle, weight] of laplacianRow(pixel, size)) {
    for (const [other, second] of laplacianRow(middle, size)) row.set(other, (row.get(other) ?? 0) + weight * second)
  }
  return row
}

interface Prepared {
  readonly missing: readonly number[]
  /** For each missing pixel, the known ones in its row. */
  readonly from: readonly { readonly pixels: readonly number[]; readonly weights: readonly number[] }[]
  readonly solve: (b: Float64Array) => void
}

function prepare(mask: Uint8Array, rows: readonly OperatorRow[]): Prepared {
  const missing = [...mask.keys()].filter((pixel) => mask[pixel] === 0)
  const numberOf = new Map(missing.map((pixel, i) => [pixel, i]))
  const lower: LowerRow[] = []
  const from = missing.map((pixel, i) => {
    const within: [number, number][] = []
    const known: [number, number][] = []
    for (const [other, weight] of rows[pixel]!) {
      const column = numberOf.get(other)
      if (column === undefined) known.push([other, weight])
      else if (column <= i) within.push([column, weight])
    }
    within.sort(([a], [b]) => a - b)
    lower.push({ columns: within.map(([column]) => column), values: within.map(([, weight]) => weight) })
    return { pixels: known.map(([other]) => other), weights: known.map(([, weight]) => weight) }
  })
  return { missing, from, solve: envelopeCholesky(lower) }
}

/**
 * Fills what is missing so that the operator's value is 0 at every missing pixel. The factorisation depends on the mask alone, and all
 * channels share it.
 *
 * @param clip to the range of the known values, channel by channel
 */
function smoothest(
  size: number,
  channels: number,
  rowOf: (pixel: number, size: number) => OperatorRow,
  clip: boolean,
): FittedBaseline {
  const rows = Array.from({ length: size * size }, (_, pixel) => rowOf(pixel, size))
  const prepared = rememberByMask((mask) => prepare(mask, rows))
  return (picture, mask) => {
    if (!mask.includes(1)) return new Float32Array(picture.length).fill(Number.NaN)
    const filled = toUnit(picture)
    const { missing, from, solve } = prepared(mask)
    for (let c = 0; c < channels; c++) {
      const values = Float64Array.from(from, ({ pixels, weights }) =>
        pixels.reduce((sum, pixel, k) => sum - (weights[k]! * picture[pixel * channels + c]!) / 255, 0),
      )
      solve(values)
      const [low, high] = clip ? knownRange(picture, mask, channels, c) : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      missing.forEach((pixel, i) => {
        filled[pixel * channels + c] = Math.min(high, Math.max(low, values[i]!))
      })
    }
    return filled
  }
}

function knownRange(picture: Uint8Array, mask: Uint8Array, channels: number, channel: number): [number, number] {
  let [low, high] = [255, 0]
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0) continue
    low = Math.min(low, picture[pixel * channels + channel]!)
    high = Math.max(high, picture[pixel * channels + channel]!)
  }
  return [low / 255, high / 255]
}

/** The least squared total variation: every missing pixel is the mean of its neighbours. */
export const harmonicFill: Baseline = {
  name: 'harmonic',
  label: 'Harmonic',
  version: 1,
  learns: false,
  async fit({ imageSize, channels }) {
    return smoothest(imageSize, channels, laplacianRow, false)
  },
}

/** The least bending (Damelin and Hoang, 2018), as scikit-image's `inpaint_biharmonic` computes it. */
export const biharmonicFill: Baseline = {
  name: 'biharmonic',
  label: 'Biharmonic',
  version: 1,
  learns: false,
  async fit({ imageSize, channels }) {
    return smoothest(imageSize, channels, bilaplacianRow, true)
  },
}
