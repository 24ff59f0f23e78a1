import { expect, it } from 'vitest'
import type { EvaluationRow } from '../../../src-shared/evaluation/results.ts'
import { distanceLabels, linesByDistance, linesByRate } from './lines.ts'

const row = (method: string, kind: 'random' | 'all', p: number, psnr: number, byDistance: number[] = []): EvaluationRow => ({
  ...{ mask: { kind, p }, method, label: method, n: 1, of: 1, nats: Number.NaN, best: false, difference: null },
  ...{ psnr: { mean: psnr, low: psnr - 1, high: psnr + 1 }, psnrByDistance: byDistance, outsideTraining: false },
  ...{ compositePsnr: { mean: 0, low: 0, high: 0 }, ssim: { mean: 0, low: 0, high: 0 }, protocolHash: '', maskHash: '' },
})

it('a line a method, its points by p; what has no answer is not drawn', () => {
  const rows = [
    row('model', 'random', 0.9, 20),
    row('nearest', 'random', 0.9, 22),
    row('model', 'random', 0.1, 18),
    row('nearest', 'random', 0, Number.NaN),
    row('model', 'all', 0, 15),
  ]
  const lines = linesByRate(rows)
  expect(lines.map(({ name, points }) => [name, points.map(({ x, y }) => [x, y])])).toEqual([
    [
      'model',
      [
        [0.1, 18],
        [0.9, 20],
      ],
    ],
    ['nearest', [[0.9, 22]]],
  ])
  expect(lines[0]!.points[0]).toMatchObject({ low: 17, high: 19 })
})

it('by distance, bins without pixels leave a gap', () => {
  const rows = [row('model', 'random', 0.5, 20, [25, Number.NaN, 15]), row('mean', 'random', 0.5, 20, [Number.NaN])]
  const lines = linesByDistance(rows, { kind: 'random', p: 0.5 })
  expect(lines).toHaveLength(1)
  expect(lines[0]!.points.map(({ x }) => x)).toEqual([0, 2])
  expect([distanceLabels[0], distanceLabels[1], distanceLabels.at(-1)]).toEqual(['1', '≤ 2', '> 8'])
})
