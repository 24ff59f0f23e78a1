import { expect, it } from 'vitest'
import { presets } from '../../src-shared/presets.ts'
import type { RunSummary } from '../../src-shared/runs.ts'
import { groupLabel, groupRuns } from './seedGroups.ts'

const { config } = presets[0]!
const run = (id: string, changes: object) => ({ id, name: `slides-${id}`, config: { ...config, ...changes } }) as RunSummary

it('puts runs together that differ in the seed alone, in the order of their first', () => {
  const runs = [run('1', { seed: 1 }), run('2', { seed: 1, beta: 0.1 }), run('3', { seed: 2 }), run('4', { seed: 2, alpha: 2 })]
  expect(groupRuns(runs, true).map(({ key, runs: members }) => [key, members.map(({ id }) => id)])).toEqual([
    ['1', ['1', '3']],
    ['2', ['2']],
    ['4', ['4']],
  ])
  expect(groupRuns(runs, true).map(groupLabel)).toEqual(['slides, 2 seeds', 'slides-2', 'slides-4'])
  expect(groupRuns(runs, false)).toHaveLength(4)
})
