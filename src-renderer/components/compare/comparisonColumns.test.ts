import { describe, expect, it } from 'vitest'
import { presets } from '../../../src-shared/presets.ts'
import type { RunSummary } from '../../../src-shared/runs.ts'
import { bestRuns, cellText, differenceOf, differingColumns, metricColumns, tickTexts } from './comparisonColumns.ts'

const { config } = presets[0]!
const run = (id: string, more: Partial<RunSummary>) =>
  ({ id, name: id, config, bestPsnr: null, loss: null, ...more }) as RunSummary

const a = run('a', { bestPsnr: 20.04, loss: 0.02 })
const b = run('b', { bestPsnr: 21.5, loss: 0.02, config: { ...config, beta: 0.1, mask: { ...config.mask, pMin: 0.3 } } })
const c = run('c', { bestPsnr: 21.52 })
const columns = metricColumns(
  new Map([['b', { step: 5, values: { 'val/psnr/all': 12.3, 'val/psnr/random:0.5': 21.5 }, sampleSteps: [] }]]),
  [a, b, c],
)
const [psnr] = columns

describe('the comparison’s columns', () => {
  it('are the hyperparameters that differ, and no others', () => {
    expect(differingColumns([a, b]).map((column) => [column.name, cellText(column, a), cellText(column, b)])).toEqual([
      ['β', '0.01', '0.1'],
      ['p min', '0.1', '0.3'],
    ])
    expect(differingColumns([a, c])).toEqual([])
  })

  it('show a mask that one run at least was measured under, and no value as such', () => {
    const all = columns.find(({ key }) => key === 'val/psnr/all')!
    expect([a, b].map((each) => cellText(all, each))).toEqual(['–', '12.3'])
    expect(columns.some(({ key }) => key === 'val/psnr/random:0.3')).toBe(false)
  })

  it('count the steps done only where a run has not done what was planned', () => {
    const has = (...steps: number[]) =>
      metricColumns(
        new Map(),
        steps.map((step, i) => run(String(i), { step, config: { ...config, steps: 40 } })),
      ).some(({ key }) => key === 'step')
    expect([has(40, 40), has(40, 12)]).toEqual([false, true])
  })

  it('tell better from worse than the baseline, whichever way is better', () => {
    const loss = columns.find(({ key }) => key === 'loss')!
    expect(differenceOf(psnr!, b, a)).toEqual({ text: '+1.5', tone: 'good' })
    expect(differenceOf(psnr!, a, b)).toEqual({ text: '−1.5', tone: 'bad' })
    expect(differenceOf(loss, run('d', { loss: 0.05 }), a)).toEqual({ text: '+0.0300', tone: 'bad' })
    expect(differenceOf(psnr!, a, a)).toBeUndefined()
    expect(differenceOf(loss, c, a)).toBeUndefined()
  })

  it('compare nothing that was measured on different pictures', () => {
    const other = run('e', { bestPsnr: 25, config: { ...config, dataset: 'faces' } })
    const larger = run('f', { bestPsnr: 25, config: { ...config, imageSize: 64 } })
    expect([other, larger].map((each) => differenceOf(psnr!, each, a))).toEqual([undefined, undefined])
    expect([...bestRuns(psnr!, [a, b, other])]).toEqual([])
  })

  it('call what reads the same equally good', () => {
    expect([...bestRuns(psnr!, [a, b, c])]).toEqual(['b', 'c'])
  })

  it('have axes on which no two ticks read the same', () => {
    expect(tickTexts(psnr!, [15.5, 15.8])).toEqual(['15.5', '15.8'])
    expect(tickTexts(psnr!, [15.56, 15.6, 15.76])).toEqual(['15.56', '15.60', '15.76'])
  })
})
