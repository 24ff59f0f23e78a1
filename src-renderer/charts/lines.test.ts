import { describe, expect, it } from 'vitest'
import type { DrawnSeries } from '../../src-shared/runs.ts'
import { endOf, interpolate, nearestIndex, shapeLine } from './lines.ts'

const series: DrawnSeries = {
  name: 'loss',
  count: 4,
  steps: Float64Array.of(1, 2, 3, 4),
  times: Float64Array.of(1000, 2000, 3000, 4000),
  values: Float64Array.of(0.5, Number.NaN, -1, 0.25),
  smoothedSteps: Float64Array.of(1, 2, 3, 4),
  smoothedTimes: Float64Array.of(1000, 2000, 3000, 4000),
  smoothedValues: Float64Array.of(0.5, 0.4, 0.3, 0.2),
  last: 0.25,
  nonFiniteSteps: Float64Array.of(2),
}
const style = { label: 'total', colour: 5 }
const axes = { x: 'step', logX: false, yScale: 'log', origin: 0 } as const

describe('shapeLine', () => {
  it('flags what cannot be drawn: NaN always, non-positive values on a log scale', () => {
    expect(shapeLine(series, style, { ...axes, yScale: 'linear' }).flagged).toEqual([2])
    const line = shapeLine(series, style, axes)
    expect(line.flagged).toEqual([2, 3])
    expect(line.raw.map((point) => point.y)).toEqual([0.5, Number.NaN, Number.NaN, 0.25])
  })
  it('puts x in seconds since the origin', () => {
    const line = shapeLine(series, style, { ...axes, x: 'relative', yScale: 'linear', origin: 500 })
    expect(line.smoothed.map((point) => point.x)).toEqual([0.5, 1.5, 2.5, 3.5])
    expect(line.flagged).toEqual([1.5])
    expect(endOf(line.smoothed)).toEqual({ x: 3.5, y: 0.2 })
  })
  it('flags the same where only the smoothed line is there', () => {
    const none = new Float64Array(0)
    const alone = { ...series, steps: none, times: none, values: none, smoothedValues: Float64Array.of(0.5, 0.4, -0.1, 0.2) }
    expect(shapeLine(alone, style, { ...axes, x: 'relative' }).flagged).toEqual([2, 3])
  })
  it('flags what lies before the beginning of a logarithmic x', () => {
    const line = shapeLine(series, style, { x: 'relative', logX: true, yScale: 'linear', origin: 1000 })
    expect(line.flagged).toEqual([0, 1])
    expect(line.smoothed.map(({ y }) => y)).toEqual([Number.NaN, 0.4, 0.3, 0.2])
  })
})

describe('interpolate', () => {
  it('goes between neighbours and past the ends', () => {
    const at = (x: number) => interpolate([0, 10, 20], [0, 100, 300], x)
    expect([5, 10, 15, 30, -5].map(at)).toEqual([50, 100, 200, 500, -50])
  })
})

describe('nearestIndex', () => {
  it('finds the nearer neighbour', () => {
    const points = [0, 10, 20].map((x) => ({ x, y: 0 }))
    expect([-3, 4, 6, 14, 99].map((x) => nearestIndex(points, x))).toEqual([0, 0, 1, 1, 2])
    expect(nearestIndex([], 1)).toBe(-1)
  })
})
