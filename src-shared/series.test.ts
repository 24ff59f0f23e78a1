import { describe, expect, it } from 'vitest'
import { decimate, logEdges, smooth } from './series.ts'

describe('smooth', () => {
  it('is the bias-corrected exponential average, worked out by hand', () => {
    // s = 0.5: last = 0.5, 1.25, 2.125; divided by 0.5, 0.75, 0.875.
    expect([...smooth(Float64Array.of(1, 2, 3), 0.5)]).toEqual([1, 1.25 / 0.75, 2.125 / 0.875])
  })

  it('leaves a constant series and factor 0 untouched', () => {
    expect([...smooth(Float64Array.of(0.1, 0.1, 0.1), 0.9)]).toEqual([0.1, 0.1, 0.1])
    expect([...smooth(Float64Array.of(1, 5, 2), 0)]).toEqual([1, 5, 2])
  })

  it('skips what is not finite and keeps it in its place', () => {
    const out = smooth(Float64Array.of(1, Number.NaN, 2, Number.POSITIVE_INFINITY, 3), 0.5)
    expect(out[1]).toBeNaN()
    expect(out[3]).toBe(Number.POSITIVE_INFINITY)
    expect([out[0], out[2], out[4]]).toEqual([1, 1.25 / 0.75, 2.125 / 0.875])
  })
})

describe('decimate', () => {
  it('keeps spikes, ends and the first value that is not finite', () => {
    const values = new Float64Array(100_000).map((_, i) => Math.sin(i / 1000))
    values[31_234] = 50
    values[77_777] = -50
    values[50_001] = Number.NaN
    const kept = decimate(values, 100)
    expect(kept.length).toBeLessThanOrEqual(500)
    for (const index of [0, 31_234, 50_001, 77_777, 99_999]) expect([...kept]).toContain(index)
    expect([...kept]).toEqual([...new Set(kept)].sort((a, b) => a - b))
  })

  it('keeps everything when there is little', () => {
    expect([...decimate(Float64Array.of(3, 1, 2), 10)]).toEqual([0, 1, 2])
  })

  it('spreads what it keeps over the decades of a logarithmic axis', () => {
    const steps = new Float64Array(1_000_000).map((_, i) => i + 1)
    const values = steps.map((step) => Math.sin(step))
    const edges = logEdges(steps, 60)
    expect([...edges.subarray(0, 2), edges.at(-1)]).toEqual([0, 1, 1_000_000])
    const kept = decimate(values, 60, edges)
    const within = (from: number, to: number) => [...kept].filter((i) => steps[i]! >= from && steps[i]! < to).length
    // A tenth of the axis holds ten buckets, of up to five points each, where there are as many.
    for (const from of [100, 1000, 10_000, 100_000]) {
      expect(within(from, 10 * from)).toBeGreaterThan(30)
      expect(within(from, 10 * from)).toBeLessThanOrEqual(51)
    }
    expect(within(1, 11)).toBe(10)
    expect(kept.at(-1)).toBe(999_999)
  })
})
