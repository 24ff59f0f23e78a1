import type { Band } from '../../src-shared/bands.ts'
import type { ComparedSeries } from '../../src-shared/contract/comparison-calls.ts'
import type { DrawnSeries } from '../../src-shared/runs.ts'
import { decimate, isFiniteNumber, logEdges } from '../../src-shared/series.ts'
import type { SmoothedSeries } from './series-cache.ts'

export interface DrawOptions {
  /** Points to draw, before the spikes that are kept besides. */
  readonly buckets: number
  readonly fromStep?: number | undefined
  readonly toStep?: number | undefined
  /** Whether the axis of steps is logarithmic: then the first steps have as much room as all the others. */
  readonly logX?: boolean | undefined
  /** Whether the values as they were measured are wanted too; if absent they are. */
  readonly raw?: boolean | undefined
}

/**
 * Makes a smoothed series ready to draw: cut to the range, then decimated, so that zooming never changes a smoothed value and spikes survive.
 */
export function drawSeries(
  name: string,
  series: SmoothedSeries,
  { buckets, fromStep, toStep, logX, raw: wantsRaw = true }: DrawOptions,
): DrawnSeries {
  const [first, end] = rangeOf(series.steps, fromStep, toStep)
  const cut = (column: Float64Array) => column.subarray(first, end)
  const [steps, times, values, line] = [series.steps, series.times, series.values, series.smoothed].map(cut) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const edges = logX ? logEdges(steps, buckets) : undefined
  const raw = wantsRaw ? decimate(values, buckets, edges) : new Uint32Array(0)
  const drawn = decimate(line, buckets, edges)
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
    nonFiniteSteps: Float64Array.from(
      series.nonFiniteSteps.filter((step) => step >= (fromStep ?? -Infinity) && step <= (toStep ?? Infinity)),
    ),
  }
}

/** The same for the mean of several runs and its spread, smoothed already: there is no raw line behind it. */
export function drawBand(name: string, band: Band, { buckets, fromStep, toStep, logX }: DrawOptions): ComparedSeries {
  const [first, end] = rangeOf(band.steps, fromStep, toStep)
  const edges = logX ? logEdges(band.steps.subarray(first, end), buckets) : undefined
  const drawn = decimate(band.values.subarray(first, end), buckets, edges)
  const cut = (column: Float64Array) => pick(column.subarray(first, end), drawn)
  const none = new Float64Array(0)
  return {
    name,
    count: band.steps.length,
    steps: none,
    times: none,
    values: none,
    smoothedSteps: cut(band.steps),
    smoothedTimes: cut(band.times),
    smoothedValues: cut(band.values),
    last: band.values.at(-1) ?? null,
    nonFiniteSteps: band.steps.slice(first, end).filter((_, i) => !isFiniteNumber(band.values[first + i]!)),
    band: { low: cut(band.low), high: cut(band.high) },
  }
}

/** Indices of the steps from `fromStep` to `toStep`, the end left out. */
function rangeOf(steps: Float64Array, fromStep: number | undefined, toStep: number | undefined): [number, number] {
  return [
    fromStep === undefined ? 0 : lowerBound(steps, fromStep),
    toStep === undefined ? steps.length : lowerBound(steps, toStep + 1),
  ]
}

function pick(column: Float64Array, indices: Uint32Array): Float64Array {
  const picked = new Float64Array(indices.length)
  for (let i = 0; i < indices.length; i++) picked[i] = column[indices[i]!]!
  return picked
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
