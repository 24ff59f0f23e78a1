import type { DrawnSeries } from '../../src-shared/runs.ts'
import { decimate } from '../../src-shared/series.ts'
import type { SmoothedSeries } from './series-cache.ts'

export interface DrawOptions {
  /** Points to draw, before the spikes that are kept besides. */
  readonly buckets: number
  readonly fromStep?: number | undefined
  readonly toStep?: number | undefined
}

/**
 * Makes a smoothed series ready to draw: cut to the range, then decimated, so that zooming never changes a smoothed value and spikes survive.
 */
export function drawSeries(name: string, series: SmoothedSeries, { buckets, fromStep, toStep }: DrawOptions): DrawnSeries {
  const first = fromStep === undefined ? 0 : lowerBound(series.steps, fromStep)
  const end = toStep === undefined ? series.steps.length : lowerBound(series.steps, toStep + 1)
  const cut = (column: Float64Array) => column.subarray(first, end)
  const [steps, times, values, line] = [series.steps, series.times, series.values, series.smoothed].map(cut) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const raw = decimate(values, buckets)
  const drawn = decimate(line, buckets)
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
