import { logTicks, niceTicks, timeTicks } from '../../charts/ticks.ts'
import { formatTick } from '../../format/numbers.ts'
import type { ChartLine, ChartPanel } from '../figure.ts'

/** One axis: where a value stands, and what is written beside it. */
export interface Scale {
  at(value: number): number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

type Extent = readonly [low: number, high: number]

function extentOf(values: Iterable<number>): Extent | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : undefined
}

/** All of the lines and their intervals; of the raw ones, what lies between their hundredths, so that one spike does not flatten the rest. */
export function yExtent(lines: readonly ChartLine[]): Extent | undefined {
  const values: number[] = []
  for (const { points, raw, intervals } of lines) {
    for (const { y } of points) values.push(y)
    for (const { low, high } of intervals) values.push(low, high)
    const sorted = Float64Array.from(raw.map(({ y }) => y).filter(Number.isFinite)).sort()
    if (sorted.length > 0)
      values.push(sorted[Math.floor(0.01 * (sorted.length - 1))]!, sorted[Math.ceil(0.99 * (sorted.length - 1))]!)
  }
  return extentOf(values)
}

export function xExtent(lines: readonly ChartLine[]): Extent | undefined {
  return extentOf(lines.flatMap(({ points, raw, flagged }) => [...points, ...raw].map(({ x }) => x).concat(flagged)))
}

/** Linear: a little room beyond the values; the same value everywhere stands in the middle. Log: the same in factors. */
function widen([low, high]: Extent, log: boolean, share: number): Extent {
  if (log) {
    const factor = high > low ? (high / low) ** share : 2
    return [low / factor, high * factor]
  }
  const room = high > low ? (high - low) * share : Math.abs(high) * 0.1 || 1
  return [low - room, high + room]
}

/** One tick alone says nothing of the scale. */
function atLeastTwo(ticks: (count: number) => number[], count: number): number[] {
  for (let wanted = count; wanted < count + 4; wanted++) if (ticks(wanted).length >= 2) return ticks(wanted)
  return ticks(count)
}

/** As many decimals as tell neighbours apart. */
function tickTexts(values: readonly number[], log: boolean): string[] {
  const step = Math.min(...values.slice(1).map((value, i) => Math.abs(value - values[i]!)))
  const largest = Math.max(...values.map(Math.abs))
  const plain = largest >= 1000 || (largest > 0 && largest < 1e-3) || log || !Number.isFinite(step)
  if (plain)
    return values.map((value) =>
      value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential().replace('-', '−') : minus(formatTick(value)),
    )
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))
  return values.map((value) => minus(value.toFixed(decimals)))
}
const minus = (text: string) => text.replace(/^-/, '−')

/** From the bottom up. */
export function yScale({ lines, yScale: kind }: ChartPanel, top: number, bottom: number, count: number): Scale {
  const log = kind === 'log'
  const [low, high] = widen(yExtent(lines) ?? (log ? [0.1, 1] : [0, 1]), log, 0.05)
  const scaled = (value: number) => (log ? Math.log(value) : value)
  const at = (value: number) => bottom - ((scaled(value) - scaled(low)) / (scaled(high) - scaled(low))) * (bottom - top)
  const values = log ? logTicks(low, high, count) : atLeastTwo((wanted) => niceTicks(low, high, wanted), count)
  const texts = tickTexts(values, log)
  return { at, ticks: values.map((value, i) => ({ at: at(value), text: texts[i]! })) }
}

/** Few measured places are the ticks themselves. */
const mostPlaces = 7

function measuredPlaces(lines: readonly ChartLine[]): number[] | undefined {
  if (!lines.every(({ dots }) => dots)) return undefined
  const places = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b)
  return places.length >= 2 && places.length <= mostPlaces ? places : undefined
}

/** From left to right; without room at the ends, but for dots and their intervals, which keep clear of the axis. */
export function xScale({ lines, x: kind }: ChartPanel, left: number, right: number, count: number): Scale {
  const found = xExtent(lines) ?? [0, 1]
  const [least, most] = found[0] === found[1] ? widen(found, false, 0) : found
  // Counting begins at 0, even where the first value was taken a little later.
  const counted = least > 0 && least <= 0.03 * most
  const places = kind === 'number' && !counted && least !== 0 ? measuredPlaces(lines) : undefined
  const [low, high] = places ? widen([least, most], false, 0.03) : [counted ? 0 : least, most]
  const at = (value: number) => left + ((value - low) / (high - low)) * (right - left)
  const values = places ?? atLeastTwo((wanted) => (kind === 'seconds' ? timeTicks : niceTicks)(low, high, wanted), count)
  const texts = kind === 'seconds' ? values.map(timeText) : tickTexts(values, false)
  return { at, ticks: values.map((value, i) => ({ at: at(value), text: texts[i]! })) }
}

/** "45 s", "20 min", "1 h 30" */
function timeText(seconds: number): string {
  if (seconds === 0) return '0'
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Number((seconds / 60).toFixed(1))} min`
  const minutes = Math.round(seconds / 60)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
}
