import { expect, it } from 'vitest'
import { assignColours } from './runColours.ts'

it('keeps a run’s colour, and gives a new one the first that those beside it do not have', () => {
  const kept = assignColours({}, ['a', 'b'])
  expect(kept).toEqual({ a: 1, b: 2 })
  expect(assignColours(kept, ['b', 'c'])).toEqual({ a: 1, b: 2, c: 1 })
  const six = assignColours({}, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect(Object.values(six)).toEqual([1, 2, 3, 4, 5, 1, 2])
})
