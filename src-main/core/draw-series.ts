import type { Band } from '../../src-shared/bands.ts'
import type { ComparedSeries } from '../../src-shared/contract/comparison-calls.ts'
import type { DrawnSeries } from '../../src-shared/runs.ts'
import { decimate, smooth } from '../../src-shared/series.ts'
import type { SeriesData } from './store/run-store.ts'

export interface DrawOptions {
  /** s in [0, 1). */
  readonly smoothing: number
  /** Points to draw, before the spikes that are kept besides. */
  readonly buckets: number
  readonly fromStep?: number | undefined
  readonly toStep?: number | undefined
}

/**
 * Makes a series ready to draw: smoothed over all of it, then cut to the range, then decimated, so that zooming never changes a smoothed value
 * and spikes survive.
 */
export function drawSeries(name: string, series: SeriesData, { smoothing, buckets, fromStep, toStep }: DrawOptions): DrawnSeries {
  const smoothed = smooth(series.values, smoothing)
  const [first, end] = rangeOf(series.steps, fromStep, toStep)
  const steps = series.steps.subarray(first, end)
  const times = series.times.subarray(first, end)
  const values = series.values.subarray(first, end)
  const raw = decimate(values, buckets)
  const line = smoothed.subarray(first, end)
  const drawn = decimate(line, buckets)
  const pick = (column: Float64Array, indices: Uint32Array) => Float64Array.from(indices, (i) => column[i]!)
  return {
    name,
    count: series.steps.length,
    steps: pick(steps, raw),
    times: pick(times, raw),
    values: pick(values, raw),
    smoothedSteps: pick(steps, drawn),
    smoothedTimes: pick(times, drawn),
    smoothedValues: pick(line, drawn),
    last: series.values.at(-1) ?? null,
    nonFiniteSteps: nonFinite(steps, values),
  }
}

/** The same for the mean of several runs and its spread, smoothed already: there is no raw line behind it. */
export function drawBand(name: string, band: Band, { buckets, fromStep, toStep }: DrawOptions): ComparedSeries {
  const [first, end] = rangeOf(band.steps, fromStep, toStep)
  const drawn = decimate(band.values.subarray(first, end), buckets)
  const pick = (column: Float64Array) => Float64Array.from(drawn, (i) => column[first + i]!)
  const none = new Float64Array(0)
  return {
    name,
    count: band.steps.length,
    steps: none,
    times: none,
    values: none,
    smoothedSteps: pick(band.steps),
    smoothedTimes: pick(band.times),
    smoothedValues: pick(band.values),
    last: band.values.at(-1) ?? null,
    nonFiniteSteps: nonFinite(band.steps.subarray(first, end), band.values.subarray(first, end)),
    band: { low: pick(band.low), high: pick(band.high) },
  }
}

/** Indices of the steps from `fromStep` to `toStep`, the end left out. */
function rangeOf(steps: Float64Array, fromStep: number | undefined, toStep: number | undefined): [number, number] {
  return [
    fromStep === undefined ? 0 : lowerBound(steps, fromStep),
    toStep === undefined ? steps.length : lowerBound(steps, toStep + 1),
  ]
}

/** Loops, not closures: a million points are looked at every time a curve is drawn. */
function nonFinite(steps: Float64Array, values: Float64Array): Float64Array {
  const found: number[] = []
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) found.push(steps[i]!)
  return Float64Array.from(found)
}

/** First index whose value is at least `bound`; `sorted` ascends. */
function lowerBound(sorted: Float64Array, bound: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < bound) low = middle + 1
    else high = middle
  }
  return low
}
