import { expect, it } from 'vitest'
import { assignColours, styleRuns } from './run-styles.ts'

it('tells twenty runs of five colours apart by their dashes, the first of a colour solid', () => {
  const runs = Array.from({ length: 20 }, (_, i) => `run ${i}`)
  const looks = styleRuns(runs, (run) => (runs.indexOf(run) % 5) + 1)
  expect(new Set([...looks.values()].map((look) => JSON.stringify(look))).size).toBe(20)
  expect(runs.slice(0, 5).map((run) => looks.get(run)!.dash)).toEqual([[], [], [], [], []])
})

it('keeps a run’s colour, and gives a new one the first that those beside it do not have', () => {
  const kept = assignColours({}, ['a', 'b'])
  expect(kept).toEqual({ a: 1, b: 2 })
  expect(assignColours(kept, ['b', 'c'])).toEqual({ a: 1, b: 2, c: 1 })
  const six = assignColours({}, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect(Object.values(six)).toEqual([1, 2, 3, 4, 5, 1, 2])
})
