import { describe, expect, it } from 'vitest'
import { presets } from '../../../src-shared/presets.ts'
import type { RunSummary } from '../../../src-shared/runs.ts'
import { fitColumns, runColumns } from './runColumns.ts'
import { filterRuns, type RunFilter, sortRuns } from './runTable.ts'

const run = (name: string, more: Partial<RunSummary> = {}): RunSummary => ({
  id: name,
  name,
  state: 'finished',
  reason: null,
  preset: 'slides',
  dataset: 'synthetic-faces',
  config: presets[0]!.config,
  configHash: '',
  createdAt: 0,
  startedAt: null,
  endedAt: null,
  step: 0,
  checkpointStep: null,
  attempt: 1,
  engine: null,
  device: null,
  parameters: null,
  loss: null,
  imagesPerSecond: null,
  bestPsnr: null,
  bestStep: null,
  lastPsnr: null,
  lastValidationStep: null,
  tags: [],
  notes: '',
  archived: false,
  sweep: null,
  queueRank: 0,
  change: 1,
  ...more,
})

describe('sortRuns', () => {
  it('leaves runs without a value last both ways', () => {
    const runs = [run('none'), run('low', { bestPsnr: 18 }), run('high', { bestPsnr: 21 })]
    const names = (descending: boolean) => sortRuns(runs, { key: 'bestPsnr', descending }).map(({ name }) => name)
    expect(names(true)).toEqual(['high', 'low', 'none'])
    expect(names(false)).toEqual(['low', 'high', 'none'])
  })
  it('counts numbers in names', () => {
    const runs = ['slides-10', 'slides-2', 'slides-1'].map((name) => run(name))
    expect(sortRuns(runs, { key: 'name', descending: false }).map(({ name }) => name)).toEqual([
      'slides-1',
      'slides-2',
      'slides-10',
    ])
  })
})

const named = (runs: readonly RunSummary[], filter: Partial<RunFilter>) =>
  filterRuns(runs, { text: '', state: '', tag: '', archived: false, ...filter }).map(({ name }) => name)

describe('filterRuns', () => {
  it('wants every word and the state', () => {
    const runs = [run('slides-beta0.02-1', { state: 'running' }), run('slides-2')]
    expect(named(runs, { text: 'SLIDES beta' })).toHaveLength(1)
    expect(named(runs, { text: 'training' })).toHaveLength(1)
    expect(named(runs, { state: 'finished' })).toEqual(['slides-2'])
  })
  it('finds by tag and by what the notes say, and keeps archived runs out of the way', () => {
    const runs = [
      run('a', { tags: ['night'] }),
      run('b', { notes: 'with a wider crop' }),
      run('c', { tags: ['night'], archived: true }),
    ]
    expect(named(runs, { tag: 'night' })).toEqual(['a'])
    expect(named(runs, { tag: 'night', archived: true })).toEqual(['a', 'c'])
    expect(named(runs, { text: 'wider' })).toEqual(['b'])
  })
})

describe('fitColumns', () => {
  const keys = (chosen: readonly string[], width: number) => fitColumns(chosen, width).map(({ key }) => key)
  it('shows the usual ones until a person chooses', () => {
    expect(keys([], 10_000)).toEqual(runColumns.filter((column) => column.usual).map(({ key }) => key))
    expect(keys(['seed', 'tags'], 10_000)).toEqual(['tags', 'seed'])
  })
  it('does without the dispensable where there is no room', () => {
    expect(keys([], 1080)).not.toContain('speed')
    expect(keys([], 752)).toEqual(['progress', 'bestPsnr', 'loss'])
  })
})
