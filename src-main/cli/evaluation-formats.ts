import { distanceEdges } from '../../src-shared/evaluation/measurements.ts'
import type { EvaluationRow, EvaluationTable } from '../../src-shared/evaluation/results.ts'
import { maskGenerator } from '../../src-shared/masks/registry.ts'
import { printJson, printTable } from './context.ts'

/** One way to print an evaluation: adding one is an entry here. */
interface EvaluationFormat {
  readonly name: string
  /** Rows of one kind of mask, as soon as they are there; `table` with those alone. */
  rows?(table: EvaluationTable): void
  /** All of them, at the end. */
  end?(table: EvaluationTable): void
}

const number = (value: number, digits: number) => (Number.isNaN(value) ? '–' : value.toFixed(digits))
const interval = ({ low, high }: { low: number; high: number }, digits: number) =>
  Number.isNaN(low) ? '' : `${low.toFixed(digits)}–${high.toFixed(digits)}`
const signed = (value: number) => {
  const text = Math.abs(value).toFixed(2)
  return `${value < 0 && Number(text) > 0 ? '−' : '+'}${text}`
}

function marks({ n, of, best, outsideTraining }: EvaluationRow): string {
  return [best ? '* best baseline' : '', outsideTraining ? 'outside training' : '', n < of ? `${n} of ${of} pictures` : '']
    .filter(Boolean)
    .join(', ')
}

/** One flat object a row: what JSON lines and CSV say. */
function flat(table: EvaluationTable, row: EvaluationRow): Record<string, unknown> {
  const { mask, method, label, n, of, psnr, compositePsnr, ssim, nats, best, difference, outsideTraining } = row
  return {
    ...{ run: table.run, name: table.name, checkpointStep: table.checkpointStep, checkpointHash: table.checkpointHash },
    ...{ dataset: table.dataset, datasetChanged: table.datasetChanged !== null, split: table.split, groups: table.groups },
    ...{ mask: mask.kind, p: mask.p, method, label, n, of },
    ...{ psnr: psnr.mean, psnrLow: psnr.low, psnrHigh: psnr.high, compositePsnr: compositePsnr.mean },
    ...{ ssim: ssim.mean, ssimLow: ssim.low, ssimHigh: ssim.high, nats },
    ...{ best, differenceTo: difference?.to ?? null, difference: difference?.mean ?? Number.NaN },
    ...{ differenceLow: difference?.low ?? Number.NaN, differenceHigh: difference?.high ?? Number.NaN },
    ...{ outsideTraining, protocolHash: row.protocolHash, maskHash: row.maskHash },
  }
}

const distanceName = (i: number) => (distanceEdges[i] === Number.POSITIVE_INFINITY ? 'beyond' : `upTo${distanceEdges[i]}`)
const byDistance = ({ psnrByDistance }: EvaluationRow) =>
  Object.fromEntries(psnrByDistance.map((value, i) => [distanceName(i), value]))

function printTerminal({ rows, groups }: EvaluationTable): void {
  const to = rows.find(({ difference }) => difference)?.difference?.to
  const against = rows.every(({ difference }) => !difference || difference.to === to) && to ? `Δ to ${to}` : 'Δ to *'
  // Of methods that are distributions, where there are any.
  const likelihoods = rows.some(({ nats }) => !Number.isNaN(nats))
  const likelihood = (...cell: string[]) => (likelihoods ? cell : [])
  printTable(
    [
      ...['mask', 'p (known)', 'method', 'PSNR, missing pixels, dB', '95 %', 'composite, dB', 'SSIM'],
      ...likelihood('log p, nats a value'),
      ...[against, '95 %', ''],
    ],
    rows.map((row) => [
      row.mask.kind,
      row.mask.p.toFixed(2),
      row.method === 'model' ? row.label : row.method,
      number(row.psnr.mean, 2),
      interval(row.psnr, 2),
      number(row.compositePsnr.mean, 2),
      number(row.ssim.mean, 4),
      ...likelihood(Number.isNaN(row.nats) ? '' : number(row.nats, 3)),
      row.difference ? signed(row.difference.mean) : '',
      row.difference && !Number.isNaN(row.difference.low)
        ? `${signed(row.difference.low)} to ${signed(row.difference.high)}`
        : '',
      marks(row),
    ]),
  )
  const n = Math.max(0, ...rows.map(({ of }) => of))
  process.stdout.write(`${n} pictures; intervals over ${groups === null ? 'pictures' : `${groups} groups of pictures`}\n`)
}

function printCsv(table: EvaluationTable): void {
  const cell = (value: unknown) => {
    if (value === null || value === undefined || Number.isNaN(value)) return ''
    const text = String(value)
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = table.rows.map((row) => ({
    ...flat(table, row),
    ...Object.fromEntries(Object.entries(byDistance(row)).map(([name, value]) => [`psnr_${name}`, value])),
  }))
  for (const line of [Object.keys(lines[0] ?? {}), ...lines.map((line) => Object.values(line))])
    process.stdout.write(`${line.map(cell).join(',')}\n`)
}

const latex = (text: string) =>
  text.replace(/[\\{}$&#%_^~]/g, (sign) => (/[\\^~]/.test(sign) ? `\\char\`\\${sign}` : `\\${sign}`)).replaceAll('–', '--')

/** Masks down, methods across: mean PSNR over missing pixels, the best baseline in bold. */
function printLatex({ rows, split, dataset, groups }: EvaluationTable): void {
  const heads = [...new Set(rows.map((row) => (row.method === 'model' ? row.label : row.method)))]
  const masks = [...new Map(rows.map((row) => [JSON.stringify(row.mask), row.mask])).values()]
  const lines = [
    `% PSNR over missing pixels, dB: mean over the ${split} pictures of ${dataset}, 95 % bootstrap interval over ${groups === null ? 'pictures' : 'groups'}`,
    `\\begin{tabular}{lr${'r'.repeat(heads.length)}}`,
    '\\hline',
    `mask & $p$ & ${heads.map(latex).join(' & ')} \\\\`,
    '\\hline',
    ...masks.map((mask) => {
      const cells = heads.map((head) => {
        const row = rows.find((one) => one.mask === mask && (one.method === 'model' ? one.label : one.method) === head)
        if (!row || Number.isNaN(row.psnr.mean)) return '--'
        const half = (row.psnr.high - row.psnr.low) / 2
        const text = `${row.psnr.mean.toFixed(2)}${Number.isNaN(half) ? '' : ` {\\scriptsize $\\pm$ ${half.toFixed(2)}}`}`
        return row.best ? `\\textbf{${text}}` : text
      })
      return `${latex(maskGenerator(mask.kind).label)} & ${mask.p.toFixed(2)} & ${cells.join(' & ')} \\\\`
    }),
    '\\hline',
    '\\end{tabular}',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

export const evaluationFormats: readonly EvaluationFormat[] = [
  { name: 'table', end: printTerminal },
  {
    name: 'json',
    rows(table) {
      for (const row of table.rows) printJson({ event: 'result', ...flat(table, row), psnrByDistance: byDistance(row) })
    },
  },
  { name: 'csv', end: printCsv },
  { name: 'latex', end: printLatex },
]
