import { expect, it } from 'vitest'
import { partOf } from './ranges.ts'

it('takes parts of a range by the length of its axis', () => {
  expect(partOf([100, 200], 0.25, 0.75)).toEqual([125, 175])
  expect(partOf([100, 200], -0.5, 1.5)).toEqual([50, 250])
  const [from, to] = partOf([1, 10_000], 0.25, 0.75, true)
  expect([from, to].map((value) => Number(value.toFixed(6)))).toEqual([10, 1000])
})
