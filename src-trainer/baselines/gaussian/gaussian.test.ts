import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../src-shared/random.ts'
import type { DatasetReader } from '../../data/dataset-reader.ts'
import { findBaseline } from '../registry.ts'
import { openConditional, valuesOf } from './conditional.ts'
import { fitGaussian } from './fit.ts'
import { readParameters, writeParameters } from './parameters.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

interface Golden {
  gaussian: {
    size: number
    channels: 1 | 3
    shrinkage: number
    floor: number
    train: string
    fillings: { picture: string; mask: string; expected: string; logDensity: number }[]
  }
}
const { gaussian: golden } = JSON.parse(
  readFileSync(new URL('../../../tests/golden/baselines.json', import.meta.url), 'utf8'),
) as Golden
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const floats = (text: string) => new Float32Array(bytes(text).buffer)
const between = async () => {}

/** What fitting reads of a data set. */
function readerOf(train: Uint8Array, size: number, channels: number, more: object = {}): DatasetReader {
  const values = size * size * channels
  const pick = (indices: Uint32Array) =>
    Uint8Array.from([...indices].flatMap((i) => [...train.subarray(i * values, (i + 1) * values)]))
  return {
    ...{ imageSize: size, channels, readTraining: pick, read: (_: string, indices: Uint32Array) => pick(indices) },
    splits: { train: { count: train.length / values }, validation: { count: Math.min(12, train.length / values) } },
    ...more,
  } as unknown as DatasetReader
}
const reader = readerOf(bytes(golden.train), golden.size, golden.channels)

describe('the conditional distribution equals NumPy’s', async () => {
  const conditional = openConditional(await fitGaussian(reader, between, golden), golden.channels)

  it.each(golden.fillings)(
    'expectation and log density, whichever side is factored',
    ({ picture, mask, expected, logDensity }) => {
      const known = bytes(mask)
      const missing = valuesOf(known, 0, golden.channels)
      const expectation = conditional.expectation(bytes(picture), known)
      const wanted = floats(expected)
      const worst = Math.max(...[...missing].map((value, i) => Math.abs(expectation[i]! - wanted[value]!)))
      expect(worst).toBeLessThan(1e-4)
      expect(Math.abs(conditional.logDensity(bytes(picture), known) / logDensity - 1)).toBeLessThan(1e-6)
    },
  )

  it('samples scatter about the expectation as the distribution does', () => {
    const { picture, mask } = golden.fillings[1]!
    const [known, image] = [bytes(mask), bytes(picture)]
    const expectation = conditional.expectation(image, known)
    const draws = Array.from({ length: 2000 }, (_, i) => conditional.sample(image, known, randomStream(1, 'draw', i)))
    // The log density of a draw is, on average, the entropy's negative: the constant minus n/2.
    const mean = expectation.map((_, i) => draws.reduce((sum, draw) => sum + draw[i]!, 0) / draws.length)
    const spread = expectation.map((_, i) =>
      Math.sqrt(draws.reduce((sum, draw) => sum + (draw[i]! - mean[i]!) ** 2, 0) / draws.length),
    )
    mean.forEach((value, i) => {
      expect(Math.abs(value - expectation[i]!)).toBeLessThan((5 * spread[i]!) / Math.sqrt(draws.length))
    })
    expect(conditional.sample(image, known, randomStream(1, 'draw', 7))).toEqual(draws[7])
  })
})

it('is kept beside the pictures and read again for the same pictures alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lacuna-gaussian-'))
  try {
    const fitted = await fitGaussian(reader, between, golden)
    await writeParameters(folder, 'a'.repeat(64), fitted)
    expect(await readParameters(folder, 'a'.repeat(64))).toMatchObject(fitted)
    expect(await readParameters(folder, 'b'.repeat(64))).toBeUndefined()
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('chooses its shrinkage itself; known pixels stay; nothing known is the mean; pictures of one colour do no harm', async () => {
  const flat = readerOf(new Uint8Array(20 * 25).fill(100), 5, 1, { folder: '/nowhere', manifest: { contentHash: 'flat' } })
  const fill = await findBaseline('gaussian').fit(flat)
  const picture = Uint8Array.from({ length: 25 }, (_, i) => 10 * i)
  const mask = Uint8Array.from({ length: 25 }, (_, i) => i % 2)
  const filled = fill(picture, mask)
  for (let i = 0; i < 25; i++) expect(filled[i]).toBeCloseTo(mask[i] === 1 ? picture[i]! / 255 : 100 / 255, 3)
  for (const value of fill(picture, new Uint8Array(25))) expect(value).toBeCloseTo(100 / 255, 6)
  expect([...fill(picture, new Uint8Array(25).fill(1))]).toEqual([...picture].map((value) => Math.fround(value / 255)))
})

it('eigenvectors put a matrix together again', () => {
  const n = 40
  const matrix = Float64Array.from(
    { length: n * n },
    (_, i) => Math.cos(Math.floor(i / n) * (i % n)) + 1 / (1 + Math.abs(Math.floor(i / n) - (i % n))),
  )
  const { values, vectors } = symmetricEigen(matrix.slice(), n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let [sum, product] = [0, 0]
      for (let k = 0; k < n; k++) {
        sum += values[k]! * vectors[i * n + k]! * vectors[j * n + k]!
        product += vectors[i * n + k]! * vectors[j * n + k]!
      }
      expect(Math.abs(sum - matrix[i * n + j]!)).toBeLessThan(1e-12 * n)
      expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-12)
    }
  }
})
