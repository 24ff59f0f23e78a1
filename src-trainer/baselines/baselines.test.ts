import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DatasetReader } from '../data/dataset-reader.ts'
import { baselines, findBaseline } from './registry.ts'

/** What a baseline reads of a data set: two training pictures, 2×2 and grey. */
const reader = {
  imageSize: 2,
  channels: 1,
  splits: { train: { offset: 0, count: 2 } },
  readTraining: (indices: Uint32Array) =>
    Uint8Array.from([...indices].flatMap((i) => (i === 0 ? [0, 51, 102, 255] : [255, 51, 0, 255]))),
} as unknown as DatasetReader

it('mean is the training pictures’ mean, whatever is known', async () => {
  const fill = await findBaseline('mean').fit(reader)
  const mean = [127.5, 51, 51, 255].map((value) => Math.fround(value / 255))
  expect([...fill(Uint8Array.of(9, 9, 9, 9), Uint8Array.of(0, 0, 0, 0))]).toEqual(mean)
})

it.each(baselines)(
  '$name looks at pictures of its data set only where it says that it learns: $learns',
  async ({ fit: prepare, learns }) => {
    const empty = { imageSize: 4, channels: 1 } as unknown as DatasetReader
    const failed = prepare(empty).then(
      () => false,
      () => true,
    )
    expect(await failed).toBe(learns)
  },
)

it('nearest takes the nearest known colour, the upper left of two equally near, and has no answer without one', async () => {
  const fill = await findBaseline('nearest').fit({ ...reader, imageSize: 3 } as unknown as DatasetReader)
  const picture = Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0, 51)
  const corners = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1)
  const near = Math.fround(51 / 255)
  // Distances to the corners (0, 0) and (2, 2); the anti-diagonal is a tie.
  expect([...fill(picture, corners)]).toEqual([1, 1, 1, 1, 1, near, 1, near, near])
  expect([...fill(picture, new Uint8Array(9))]).toEqual(Array(9).fill(Number.NaN))
})

it('an unknown method is said to be one', () => {
  expect(() => findBaseline('magic')).toThrow(
    'unknown method "magic": expected model, mean, nearest, linear, harmonic, biharmonic, gaussian',
  )
})

interface Golden {
  cases: { name: string; size: number; channels: number; picture: string; mask: string; expected: Record<string, string> }[]
}
const golden = JSON.parse(readFileSync(new URL('../../tests/golden/baselines.json', import.meta.url), 'utf8')) as Golden
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const floats = (text: string) => new Float32Array(bytes(text).buffer)

describe('fillings equal scikit-image’s and SciPy’s', () => {
  it.each(golden.cases)('$name', async ({ size, channels, expected, ...files }) => {
    const [picture, mask] = [bytes(files.picture), bytes(files.mask)]
    for (const [name, text] of Object.entries(expected)) {
      const fill = await findBaseline(name).fit({ imageSize: size, channels } as unknown as DatasetReader)
      const filled = fill(picture, mask)
      const wanted = floats(text)
      let [worst, compared] = [0, 0]
      for (let i = 0; i < wanted.length; i++) {
        if (mask[Math.floor(i / channels)] === 1 || Number.isNaN(wanted[i]!)) continue
        compared++
        worst = Math.max(worst, Math.abs(filled[i]! - wanted[i]!))
      }
      expect(worst, name).toBeLessThan(1e-3)
      // Where several triangulations are right, or several pixels are nearest, there is nothing to compare with.
      const missing = mask.filter((pixel) => pixel === 0).length * channels
      expect(compared / missing, name).toBeGreaterThan(name === 'nearest' ? 0.05 : name === 'linear' ? 0.2 : 0.99)
    }
  })
})

describe('awkward masks and pictures', () => {
  const shape = { imageSize: 8, channels: 3 } as unknown as DatasetReader
  const flat = new Uint8Array(192).fill(100)
  const spatial = ['nearest', 'linear', 'harmonic', 'biharmonic']

  it('nothing known has no answer, everything known is the picture', async () => {
    for (const name of spatial) {
      const fill = await findBaseline(name).fit(shape)
      expect(fill(flat, new Uint8Array(64)).every(Number.isNaN), name).toBe(true)
      expect([...fill(flat, new Uint8Array(64).fill(1))]).toEqual(Array(192).fill(Math.fround(100 / 255)))
    }
  })

  it('one colour stays one colour, from one known pixel or two', async () => {
    for (const name of spatial) {
      const fill = await findBaseline(name).fit(shape)
      for (const known of [[27], [0, 63]]) {
        const mask = new Uint8Array(64)
        for (const pixel of known) mask[pixel] = 1
        for (const value of fill(flat, mask)) expect(Math.abs(value - 100 / 255), name).toBeLessThan(1e-6)
      }
    }
  })
})
