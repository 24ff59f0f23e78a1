import { describe, expect, it } from 'vitest'
import { presets } from './presets.ts'
import { expandSweep, parseAxis, type SweepPlan } from './sweeps.ts'

const base = presets[0]!.config
const plan = (texts: Record<string, string>, more: Partial<SweepPlan> = {}): SweepPlan => ({
  axes: Object.entries(texts).map(([key, text]) => parseAxis(key, text)),
  seeds: 1,
  ...more,
})

describe('expandSweep', () => {
  it('makes every combination, and each with every seed', () => {
    const configs = expandSweep(base, plan({ alpha: '0.1, 1', beta: '0, 0.01, 0.1' }, { seeds: 2 }))
    expect(configs.map(({ alpha, beta, seed }) => [alpha, beta, seed])).toEqual(
      [0.1, 1].flatMap((alpha) => [0, 0.01, 0.1].flatMap((beta) => [1, 2].map((seed) => [alpha, beta, seed]))),
    )
  })

  it('draws different points within their ranges, the same by the same seed', () => {
    const random = plan(
      { learningRate: 'log:1e-4..1e-2', batchSize: '16..64', 'mask.kind': 'random,rect-random' },
      { random: 40 },
    )
    const configs = expandSweep(base, random)
    expect(configs).toHaveLength(40)
    expect(configs.every(({ learningRate: rate }) => rate >= 1e-4 && rate <= 1e-2)).toBe(true)
    // Uniform in the logarithm: about half lie below the geometric mean.
    expect(configs.filter(({ learningRate: rate }) => rate < 1e-3).length).toBeGreaterThan(10)
    expect(configs.every(({ batchSize }) => Number.isInteger(batchSize) && batchSize >= 16 && batchSize <= 64)).toBe(true)
    expect(expandSweep(base, random)).toEqual(configs)
    expect(expandSweep({ ...base, seed: 2 }, random)).not.toEqual(configs)
  })

  it('draws no more than there are', () => {
    expect(expandSweep(base, plan({ alpha: '1,2,3' }, { random: 10 }))).toHaveLength(3)
  })

  it.each([
    [() => parseAxis('gamma', '1'), 'unknown hyperparameter "gamma": expected dataset, '],
    [() => parseAxis('alpha', '1,,2'), 'alpha: expected values such as "0.1, 1" or a range such as "0.1..1", got "1,,2"'],
    [() => parseAxis('alpha', '2..1'), 'alpha: expected a range from less to more'],
    [() => parseAxis('alpha', 'log:0..1'), 'alpha: expected a logarithmic range above 0'],
    [() => parseAxis('mask.kind', '1..2'), 'mask.kind: expected values, got the range "1..2"'],
    [() => expandSweep(base, plan({ alpha: '0..1' })), 'alpha: a range has no end of values'],
    [() => expandSweep(base, plan({ alpha: 'much' })), 'alpha: expected a number from 0 to 1000000, got "much"'],
    [() => expandSweep(base, plan({ seed: '1,2' }, { seeds: 2 })), 'seed is swept by its values and counted up besides'],
    [() => expandSweep(base, plan({ alpha: '1,2' }, { seeds: 100, random: 11 })), undefined],
  ])('refuses what makes no sense: case %#', (make, message) => {
    if (message === undefined) expect(make).not.toThrow()
    else expect(make).toThrow(message)
  })
})
