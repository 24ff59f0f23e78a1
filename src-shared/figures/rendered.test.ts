import { expect, it } from 'vitest'
import { figureFileName } from './rendered.ts'

it('names a file by run, figure, step and time, in characters that every file system takes', () => {
  const time = new Date(2026, 0, 5, 9, 3, 7)
  expect(figureFileName('slides-beta0.02-3', 'mask-rates', 20_000, time)).toBe(
    'slides-beta0.02-3_mask-rates_20000_20260105-090307',
  )
  expect(figureFileName('../β = 0.5: "été"?', 'curve', 0, time)).toBe('β-0.5-été_curve_0_20260105-090307')
  expect(figureFileName('…', 'curve', 0, time)).toBe('run_curve_0_20260105-090307')
})
