import { expect, it } from 'vitest'
import { styleRuns } from './runStyles.ts'

it('tells twenty runs of five colours apart by their dashes, the first of a colour solid', () => {
  const runs = Array.from({ length: 20 }, (_, i) => `run ${i}`)
  const looks = styleRuns(runs, (run) => (runs.indexOf(run) % 5) + 1)
  expect(new Set([...looks.values()].map((look) => JSON.stringify(look))).size).toBe(20)
  expect(runs.slice(0, 5).map((run) => looks.get(run)!.dash)).toEqual([[], [], [], [], []])
})
