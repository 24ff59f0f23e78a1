import { describe, expect, it } from 'vitest'
import { axisScale } from './axisScale.ts'

describe('axisScale', () => {
  it('spaces numbers by value, or by magnitude where they are far apart', () => {
    const near = axisScale([1, 2, 3])
    expect([near.kind, near.at(1), near.at(2), near.at(3), near.at(null)]).toEqual(['linear', 0, 0.5, 1, undefined])
    const far = axisScale([1e-4, 1e-2, 1e-3])
    expect(far.kind).toBe('log')
    expect(far.at(1e-3)).toBeCloseTo(0.5)
    expect(axisScale([0, 0.01, 10]).kind).toBe('linear')
  })
  it('has a tick for each of a few values, round ones for many, and none upon another', () => {
    expect(axisScale([64, 16, 32, 16]).ticks.map(({ value }) => value)).toEqual([16, 32, 64])
    expect(axisScale([0, 0.01, 10]).ticks.map(({ value }) => value)).toEqual([0, 10])
    expect(axisScale([18.1, 19.2, 19.9, 20.4, 21.2, 22.3]).ticks.map(({ value }) => value)).toEqual([20, 22])
  })
  it('puts names in the order they come, one value in the middle, and keeps a margin', () => {
    const names = axisScale(['b', 'a', 'b'], 0.1)
    expect(names.ticks.map(({ value, at }) => [value, Number(at.toFixed(6))])).toEqual([
      ['b', 0.1],
      ['a', 0.9],
    ])
    expect(axisScale([5, 5]).at(5)).toBe(0.5)
  })
})
