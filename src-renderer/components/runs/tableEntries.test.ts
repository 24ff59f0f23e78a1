import { expect, it } from 'vitest'
import type { RunSummary } from '../../../src-shared/runs.ts'
import { describeSweepRuns, groupOf, sharedInGroups, tableEntries } from './tableEntries.ts'

const run = (id: string, sweep: string | null = null, state: RunSummary['state'] = 'finished') =>
  ({ id, sweep, state }) as RunSummary
const shape = (runs: RunSummary[], opened = new Map<string, boolean>()) =>
  tableEntries(runs, opened).map((entry) =>
    entry.kind === 'run' ? `${entry.inSweep ? '  ' : ''}${entry.run.id}` : `${entry.sweep} ${entry.runs.length}`,
  )

it('puts a sweep where its first run stands, closed once it is done unless somebody opened it', () => {
  const runs = [run('a'), run('b', 's'), run('c'), run('d', 's')]
  expect(shape(runs)).toEqual(['a', 's 2', 'c'])
  expect(shape(runs, new Map([['s', true]]))).toEqual(['a', 's 2', '  b', '  d', 'c'])
  const underWay = [run('b', 's', 'queued'), run('d', 's')]
  expect(shape(underWay)).toEqual(['s 2', '  b', '  d'])
  expect(shape(underWay, new Map([['s', false]]))).toEqual(['s 2'])
})

it('says how far a sweep is', () => {
  const states = ['finished', 'running', 'queued', 'queued', 'crashed'] as const
  expect(describeSweepRuns(states.map((state, i) => run(String(i), 's', state)))).toBe('5 runs, 1 training, 2 queued, 1 failed')
})

it('knows which words of a name say nothing beside those of its sweep, or those that begin alike', () => {
  const runs = [
    { sweep: 'tv', name: 'slides-beta0.3-batchSize8-1' },
    { sweep: 'tv', name: 'slides-batchSize8-2' },
    { sweep: null, name: 'slides-beta0.3-1' },
    { sweep: null, name: 'wide-beta0.1-1' },
    { sweep: null, name: 'wide-beta0.2-1' },
  ]
  const shared = sharedInGroups(runs)
  expect(runs.map((run) => [...shared.get(groupOf(run))!])).toEqual([
    ['slides', 'batchSize8'],
    ['slides', 'batchSize8'],
    [],
    ['wide', '1'],
    ['wide', '1'],
  ])
})
