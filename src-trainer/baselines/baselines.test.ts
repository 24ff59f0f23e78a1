import { expect, it } from 'vitest'
import type { DatasetReader } from '../data/dataset-reader.ts'
import { findBaseline } from './registry.ts'

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
  expect(() => findBaseline('magic')).toThrow('unknown method "magic": expected model, mean, nearest')
})
