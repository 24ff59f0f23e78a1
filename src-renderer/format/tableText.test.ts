import { expect, it } from 'vitest'
import { toCsv, toLatex } from './tableText.ts'

it('quotes what CSV needs quoted and leaves nothing in place of nothing', () => {
  expect(
    toCsv({
      heads: ['run', 'β'],
      rows: [
        ['a, "b"', 0.01],
        ['c', null],
      ],
    }),
  ).toBe('run,β\r\n"a, ""b""",0.01\r\nc,\r\n')
})

it('escapes for LaTeX and sets the best in bold', () => {
  const latex = toLatex(
    ['run', 'β'],
    [
      ['a_b & 50 %', '0.1'],
      ['{c}\\', '–'],
    ],
    {
      numeric: [false, true],
      best: new Set(['0 1']),
      caption: 'two runs',
    },
  )
  expect(latex).toContain('\\begin{tabular}{lr}')
  expect(latex).toContain('run & $\\beta$ \\\\')
  expect(latex).toContain('a\\_b \\& 50 \\% & \\textbf{0.1} \\\\')
  expect(latex).toContain('\\{c\\}\\textbackslash{} & -- \\\\')
})
