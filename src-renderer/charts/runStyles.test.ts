import { expect, it } from 'vitest'
import { assignSlots, slotStyle } from './runStyles.ts'

it('keeps a run’s colour while others come and go', () => {
  const three = assignSlots(['a', 'b', 'c'], new Map())
  const two = assignSlots(['c', 'a'], three)
  expect([...assignSlots(['c', 'd', 'a', 'e'], two)]).toEqual([
    ['c', 2],
    ['a', 0],
    ['d', 1],
    ['e', 3],
  ])
})

it('tells twenty lines apart', () => {
  const looks = Array.from({ length: 20 }, (_, slot) => JSON.stringify(slotStyle(slot)))
  expect(new Set(looks).size).toBe(20)
})
