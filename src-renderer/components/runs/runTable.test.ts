import { describe, expect, it } from 'vitest'
import { presets } from '../../../src-shared/presets.ts'
import type { RunSummary } from '../../../src-shared/runs.ts'
import { filterRuns, sortRuns } from './runTable.ts'

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

describe('filterRuns', () => {
  it('wants every word and the state', () => {
    const runs = [run('slides-beta0.02-1', { state: 'running' }), run('slides-2')]
    expect(filterRuns(runs, 'SLIDES beta', '')).toHaveLength(1)
    expect(filterRuns(runs, 'training', '')).toHaveLength(1)
    expect(filterRuns(runs, '', 'finished').map(({ name }) => name)).toEqual(['slides-2'])
  })
})
