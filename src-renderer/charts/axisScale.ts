import { logTicks, niceTicks } from '../../src-shared/charts/ticks.ts'

export type AxisValue = number | string | null

/** One axis of a plot of few points: numbers, or names in the order they come. */
export interface AxisScale {
  readonly kind: 'linear' | 'log' | 'names'
  /** Where a value stands, from 0 to 1; none for no value. */
  at(value: AxisValue): number | undefined
  readonly ticks: readonly { readonly at: number; readonly value: number | string }[]
}

/** Numbers so far apart that only their magnitudes can be told on a linear axis. */
const logSpan = 30
/** Up to so many different numbers have a tick each. */
const fewValues = 5

/** @param margin share of the axis left free at both ends */
export function axisScale(values: readonly AxisValue[], margin = 0): AxisScale {
  const there = values.filter((value): value is number | string => value !== null && !Number.isNaN(value))
  const within = (share: number) => margin + share * (1 - 2 * margin)
  if (there.some((value) => typeof value === 'string')) {
    const names = [...new Set(there.map(String))]
    const place = (value: AxisValue) => {
      const i = value === null ? -1 : names.indexOf(String(value))
      return i < 0 ? undefined : within(names.length === 1 ? 0.5 : i / (names.length - 1))
    }
    return { kind: 'names', at: place, ticks: names.map((name) => ({ at: place(name)!, value: name })) }
  }
  const numbers = [...new Set(there as number[])].sort((a, b) => a - b)
  const [low = 0, high = 1] = [numbers[0], numbers.at(-1)]
  const kind = low > 0 && high / low >= logSpan ? 'log' : 'linear'
  const scaled = (value: number) => (kind === 'log' ? Math.log(value) : value)
  const span = scaled(high) - scaled(low)
  const place = (value: AxisValue) => {
    if (typeof value !== 'number' || Number.isNaN(value)) return undefined
    return within(span === 0 ? 0.5 : (scaled(value) - scaled(low)) / span)
  }
  const told =
    numbers.length <= fewValues ? apart(numbers, place) : kind === 'log' ? logTicks(low, high) : niceTicks(low, high, 4)
  return { kind, at: place, ticks: told.map((value) => ({ at: place(value)!, value })) }
}

/** Leaves out values that would stand upon the one before. */
function apart(numbers: readonly number[], place: (value: number) => number | undefined): number[] {
  const kept: number[] = []
  for (const value of numbers) {
    if (kept.length === 0 || place(value)! - place(kept.at(-1)!)! >= 0.08) kept.push(value)
  }
  return kept
}
