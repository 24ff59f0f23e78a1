import { describe, expect, it } from 'vitest'
import { logTicks, niceTicks, timeTicks } from './ticks.ts'

describe('ticks', () => {
  it('are few and round', () => {
    expect(niceTicks(0, 20_000, 5)).toEqual([0, 5000, 10_000, 15_000, 20_000])
    expect(niceTicks(13.8, 22.3, 5)).toEqual([14, 16, 18, 20, 22])
    expect(timeTicks(0, 600, 6)).toEqual([0, 120, 240, 360, 480, 600])
    expect(logTicks(0.003, 0.11)).toEqual([0.003, 0.01, 0.03, 0.1])
    expect(logTicks(1e-6, 10)).toEqual([1e-6, 1e-4, 0.01, 1])
    expect(logTicks(0.021, 0.028).length).toBeGreaterThan(1)
  })
})
