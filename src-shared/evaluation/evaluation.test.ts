import { describe, expect, it } from 'vitest'
import { randomStream } from '../random.ts'
import { bootstrap, differences } from './bootstrap.ts'
import { distanceToKnown } from './distance.ts'
import { compositesOf, distanceEdges, type Measurement, packMeasurements, psnrByDistance, scalarOf } from './measurements.ts'
import { type Measured, summarise } from './summarise.ts'

const picture = (psnr: number, more: Partial<Measurement> = {}): Measurement => ({
  ...{ psnr, ssim: 0.5, missing: 0.25, nats: Number.NaN },
  ...{ squaredErrors: distanceEdges.map(() => 0), counts: distanceEdges.map(() => 0), ...more },
})

it('distance to the nearest known pixel is what looking at every pixel finds', () => {
  const size = 13
  for (const p of [0.02, 0.1, 0.6]) {
    const random = randomStream(1, 'distance', Math.round(100 * p))
    const mask = Uint8Array.from({ length: size * size }, () => (random.uniform() < p ? 1 : 0))
    const found = distanceToKnown(mask, size)
    for (let i = 0; i < mask.length; i++) {
      let nearest = Number.POSITIVE_INFINITY
      for (let j = 0; j < mask.length; j++) {
        if (mask[j] === 1)
          nearest = Math.min(nearest, Math.hypot((i % size) - (j % size), Math.floor(i / size) - Math.floor(j / size)))
      }
      expect(found[i]).toBeCloseTo(nearest, 12)
    }
  }
  expect([...distanceToKnown(new Uint8Array(4), 2)]).toEqual(Array(4).fill(Number.POSITIVE_INFINITY))
})

describe('measurements', () => {
  it('come out of the pack as they went in', () => {
    const packed = packMeasurements([picture(20), picture(Number.NaN, { missing: 0 })])
    expect([...scalarOf(packed, 'psnr')]).toEqual([20, Number.NaN])
    expect([...scalarOf(packed, 'missing')]).toEqual([0.25, 0])
  })

  it('the composite gains what is known; an exact match and nothing missing are 100 dB', () => {
    const composites = compositesOf(packMeasurements([picture(20), picture(100), picture(Number.NaN, { missing: 0 })]))
    expect(composites[0]).toBeCloseTo(20 + 10 * Math.log10(4), 10)
    expect([...composites.subarray(1)]).toEqual([100, 100])
  })

  it('by distance, errors of all pictures count together', () => {
    const at = (bin: number, value: number) => distanceEdges.map((_, i) => (i === bin ? value : 0))
    const packed = packMeasurements([
      picture(1, { squaredErrors: at(1, 0.5), counts: at(1, 40) }),
      picture(1, { squaredErrors: at(1, 0.5), counts: at(1, 60) }),
    ])
    const [first, second] = psnrByDistance(packed)
    expect(first).toBeNaN()
    expect(second).toBeCloseTo(20, 5)
  })
})

describe('bootstrap', () => {
  const random = randomStream(2, 'values')
  const values = Float64Array.from({ length: 400 }, () => random.normal())

  it('of independent pictures gives the normal interval, the same every time', () => {
    const { mean, low, high } = bootstrap([values])
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399)
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 400, 12)
    expect((high - low) / ((2 * 1.96 * deviation) / 20)).toBeGreaterThan(0.9)
    expect((high - low) / ((2 * 1.96 * deviation) / 20)).toBeLessThan(1.1)
    expect(bootstrap([values])).toEqual({ mean, low, high })
  })

  it('over groups whose pictures are alike is as wide as a mean of groups', () => {
    const alike = values.map((_, i) => values[Math.floor(i / 10)]!)
    const grouped = bootstrap(
      [alike],
      alike.map((_, i) => Math.floor(i / 10)),
    )
    const single = bootstrap([alike])
    expect((grouped.high - grouped.low) / (single.high - single.low)).toBeGreaterThan(2.4)
  })

  it('leaves out what has no value, and says nothing of the spread of one group', () => {
    expect(bootstrap([[1, Number.NaN, 3]]).mean).toBe(2)
    expect(bootstrap([[1, 3]], [0, 0])).toEqual({ mean: 2, low: Number.NaN, high: Number.NaN })
    expect(bootstrap([[Number.NaN]])).toEqual({ mean: Number.NaN, low: Number.NaN, high: Number.NaN })
    expect(bootstrap([]).mean).toBeNaN()
  })

  it('over seeds spreads with them too', () => {
    const seeds = [0, 5, 10].map((shift) => values.map((value) => value + shift))
    const { mean, low, high } = bootstrap(seeds)
    expect(mean).toBeCloseTo(bootstrap([values]).mean + 5, 10)
    expect(high - low).toBeGreaterThan(5)
  })

  it('of paired differences is free of how hard the pictures are', () => {
    const better = values.map((value, i) => value + 1 + 0.01 * (i % 2))
    const { low, high } = bootstrap([differences(better, values)])
    expect(low).toBeGreaterThan(1)
    expect(high).toBeLessThan(1.01)
  })
})

describe('a table’s rows', () => {
  const method = (name: string, baseline: boolean, psnrs: number[]): Measured => ({
    ...{ method: name, label: name, baseline, outsideTraining: false },
    runs: [packMeasurements(psnrs.map((psnr) => picture(psnr)))],
  })
  const about = { mask: { kind: 'random', p: 0.5 } as const, of: 3, protocolHash: 'p', maskHash: 'm' }

  it('mark the best baseline and compare everyone with it', () => {
    const rows = summarise(
      [method('model', false, [31, 32, 33]), method('a', true, [20, 21, 22]), method('b', true, [30, 30, 30])],
      about,
    )
    expect(rows.map(({ best }) => best)).toEqual([false, false, true])
    expect(rows.map(({ difference }) => difference?.mean ?? null)).toEqual([2, -9, null])
    expect(rows[0]!.difference!.to).toBe('b')
    const against = summarise([method('model', false, [31, 32, 33]), method('a', true, [20, 21, 22])], about, undefined, 'model')
    expect(against[1]!.difference).toMatchObject({ to: 'model', mean: -11 })
  })

  it('neither mark nor compare what is not measured to the end, or has no answer', () => {
    const nothing = [Number.NaN, Number.NaN, Number.NaN]
    const rows = summarise([method('model', false, [31, 32, 33]), method('a', true, [40, 40]), method('b', true, nothing)], about)
    expect(rows.map(({ best, difference, n }) => [best, difference, n])).toEqual([
      [false, null, 3],
      [false, null, 2],
      [false, null, 3],
    ])
    expect(rows[2]!.psnr.mean).toBeNaN()
  })
})
