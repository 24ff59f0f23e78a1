import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type LatentSpace, latentOf, nearestTo, scoresOf } from './latent-map.ts'
import { principalComponents } from './pca.ts'

interface Golden {
  readonly count: number
  readonly dimension: number
  readonly directions: number
  readonly deviations: number[]
  readonly shares: number[]
  readonly vectors: number[]
  readonly scores: number[]
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../tests/golden/pca.json', import.meta.url), 'utf8'))
const { count, dimension, directions } = golden

/** As in tests/golden/make_pca_golden.py. */
const points = Float32Array.from({ length: count * dimension }, (_, at) => {
  const i = Math.floor(at / dimension)
  const d = at % dimension
  const strong = 0.3 * Math.cos(0.1 * d) + 2 * Math.sin(1.7 * i) * Math.sin(0.2 * d) + 0.7 * Math.cos(2.3 * i) * Math.cos(0.5 * d)
  return strong + 0.1 * Math.sin(0.37 * i * d + 0.1 * i)
})
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce(
    (most, value) => Math.max(most, value),
    Math.abs(a.length - b.length),
  )

describe('principalComponents', () => {
  it('equals numpy’s singular value decomposition', async () => {
    const found = await principalComponents(points, count, directions)
    expect(worst(found.deviations, golden.deviations)).toBeLessThan(1e-6)
    expect(worst(found.shares, golden.shares)).toBeLessThan(1e-6)
    expect(worst(found.vectors, golden.vectors)).toBeLessThan(1e-5)
    expect(worst(found.scores, golden.scores)).toBeLessThan(1e-5)
  })

  it('has no direction where the points do not vary', async () => {
    const line = Float32Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3, 5, 5, 5)
    const { directions: found, deviations } = await principalComponents(line, 4, 8)
    expect(found).toBe(1)
    expect(deviations[0]).toBeCloseTo(Math.sqrt(3 * (35 / 12)), 5) // of 1, 2, 3, 5, three times over
  })
})

describe('latentOf', async () => {
  const components = await principalComponents(points, count, count)
  const space: LatentSpace = { latents: points, nothing: new Float32Array(dimension).fill(9), components }
  const picture = (index: number) => ({ kind: 'picture', index }) as const

  it('goes from one picture to another, and along a direction by its standard deviations', () => {
    expect(latentOf(space, { from: picture(2), to: picture(5), share: 1 })).toEqual(latentOf(space, { from: picture(5) }))
    const before = scoresOf(components, latentOf(space, { from: picture(2) }))
    const after = scoresOf(components, latentOf(space, { from: picture(2), along: [0, 2] }))
    expect(after[1]! - before[1]!).toBeCloseTo(2 * components.deviations[1]!, 4)
    expect(after[0]).toBeCloseTo(before[0]!, 4)
    expect(latentOf(space, { from: { kind: 'nothing' } })[0]).toBe(9)
  })

  it('draws the same sample for a seed, spread as the pictures are', () => {
    const first = (seed: number) => scoresOf(components, latentOf(space, { from: { kind: 'sample', seed } }))[0]!
    expect(first(3)).toBe(first(3))
    const drawn = Array.from({ length: 400 }, (_, seed) => first(seed))
    const spread = Math.sqrt(drawn.reduce((sum, value) => sum + value ** 2, 0) / drawn.length)
    expect(spread / components.deviations[0]!).toBeGreaterThan(0.9)
    expect(spread / components.deviations[0]!).toBeLessThan(1.1)
  })

  it('names the nearest pictures, itself first, and says which it lacks', () => {
    expect(nearestTo(space, latentOf(space, { from: picture(7) }), 2)[0]).toEqual({ index: 7, distance: 0 })
    expect(() => latentOf(space, { from: picture(24) })).toThrow('the map has no picture 24: expected 0 to 23')
  })
})
