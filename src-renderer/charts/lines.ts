import type { LineLook } from '../../src-shared/charts/run-styles.ts'
import type { DrawnSeries } from '../../src-shared/runs.ts'
import type { ScaleKind, XAxis } from '../stores/preferences.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** How one series is to be drawn. */
export interface LineStyle extends LineLook {
  readonly label: string
}

/** One series ready for the chart: the smoothed line, the raw one behind it, what stands at its end. */
export interface ChartLine extends LineStyle {
  readonly name: string
  readonly raw: Point[]
  readonly smoothed: Point[]
  /** x of points that are NaN, infinite or, on a log scale, not positive. */
  readonly flagged: number[]
  /** Around the smoothed line, where it is a mean of several. */
  readonly band?: readonly BandPoint[]
}

export interface BandPoint {
  readonly x: number
  readonly low: number
  readonly high: number
}

/** What x means: steps, seconds since `origin`, or UTC seconds. */
export function toX(axis: XAxis, step: number, time: number, origin: number): number {
  if (axis === 'step') return step
  return axis === 'relative' ? (time - origin) / 1000 : time / 1000
}

/** Linear between neighbours, extended past the ends: `from` ascending, `to` of the same length. */
export function interpolate(from: ArrayLike<number>, to: ArrayLike<number>, at: number): number {
  const n = from.length
  if (n === 0) return Number.NaN
  if (n === 1) return to[0]!
  let low = 0
  let high = n - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (from[middle]! <= at) low = middle
    else high = middle
  }
  const span = from[high]! - from[low]!
  const share = span === 0 ? 0 : (at - from[low]!) / span
  return to[low]! + share * (to[high]! - to[low]!)
}

/** How values become points. */
export interface Axes {
  readonly x: XAxis
  readonly logX: boolean
  readonly yScale: ScaleKind
  /** Where x = 0 is in relative time, in UTC milliseconds. */
  readonly origin: number
}

export function shapeLine(series: DrawnSeries, style: LineStyle, { x: axis, logX, yScale, origin }: Axes): ChartLine {
  const flagged: number[] = []
  const points = (steps: Float64Array, times: Float64Array, values: Float64Array, flag: boolean): Point[] => {
    const out: Point[] = []
    for (let i = 0; i < values.length; i++) {
      const x = toX(axis, steps[i]!, times[i]!, origin)
      const y = values[i]!
      const drawable = Number.isFinite(y) && (yScale === 'linear' || y > 0) && !(logX && x <= 0)
      if (!drawable && flag && Number.isFinite(y)) flagged.push(x)
      out.push({ x, y: drawable ? y : Number.NaN })
    }
    return out
  }
  // Of many lines, and of means, there is only the smoothed one.
  const onlySmoothed = series.steps.length === 0
  const raw = points(series.steps, series.times, series.values, true)
  const smoothed = points(series.smoothedSteps, series.smoothedTimes, series.smoothedValues, onlySmoothed)
  const clock = onlySmoothed ? [series.smoothedSteps, series.smoothedTimes] : [series.steps, series.times]
  for (const step of series.nonFiniteSteps) flagged.push(toX(axis, step, interpolate(clock[0]!, clock[1]!, step), origin))
  return {
    ...style,
    name: series.name,
    raw,
    smoothed,
    flagged: flagged.sort((a, b) => a - b),
  }
}

/** The last point that can be drawn. */
export function endOf(points: readonly Point[]): Point | undefined {
  return points.findLast((point) => Number.isFinite(point.y))
}

/** Index of the point nearest to x; points ascend in x. */
export function nearestIndex(points: readonly Point[], x: number): number {
  let low = 0
  let high = points.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (points[middle]!.x <= x) low = middle
    else high = middle
  }
  if (high < 0) return -1
  return Math.abs(points[high]!.x - x) < Math.abs(points[low]!.x - x) ? high : low
}
