import { assignColours, patterns } from '../../../../src-shared/charts/run-styles.ts'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import { standardMasks } from '../../../../src-shared/evaluation/masks.ts'
import { methodLook } from '../../../../src-shared/evaluation/method-looks.ts'
import type { EvaluationRow, EvaluationTable } from '../../../../src-shared/evaluation/results.ts'
import type { ChartLine } from '../../../../src-shared/figures/figure.ts'
import type { FigureOptions } from '../../../../src-shared/figures/options.ts'
import type { DataTable } from '../../../../src-shared/figures/rendered.ts'
import { formatCount, formatDecibel } from '../../../../src-shared/format/numbers.ts'
import type { MaskSpec } from '../../../../src-shared/masks/mask.ts'
import type { RunDetail } from '../../../../src-shared/runs.ts'
import { evaluate, readTable } from '../../evaluation/evaluation.ts'
import { type EvaluationPlan, planEvaluation } from '../../evaluation/plan.ts'
import { checkAlike, checkpointStep } from '../pictures.ts'
import { captionOf, metadataOf, nameOf } from '../words.ts'
import type { FigureParts, FigureSubject, GatherFigure } from './kind.ts'

const rateMasks = standardMasks.filter(({ kind }) => kind === 'random')

/** Of the masks that were asked for those that have a place on the axis; undefined where none has. */
function askedRates({ masks = [] }: FigureOptions): MaskSpec[] | undefined {
  const random = masks.filter((mask): mask is MaskSpec => mask.kind === 'random')
  return random.length > 0 ? random : undefined
}

/** Fitting it takes minutes: measured by an evaluation, not on the way to a figure. */
const slowMethod = 'gaussian'

/** PSNR by filling rate, of runs and baselines, from what has been measured. */
export const gatherMaskRates: GatherFigure = async (parts, subject) => {
  const { runs, options } = subject
  checkAlike(runs)
  const { table, measuredNow } = await measuredTable(parts, subject)
  const rows = table.rows.filter(({ psnr }) => Number.isFinite(psnr.mean))
  const n = Math.min(...rows.map((row) => row.n))
  const step = checkpointStep(runs[0]!, options)
  const about = [
    `${formatCount(n)} ${options.split} pictures`,
    `mean over pictures, 95 % bootstrap intervals over ${table.groups === null ? 'pictures' : `${table.groups} groups`}`,
  ]
  const partial = n < table.pictures
  return {
    step,
    notes: [
      ...(options.masks && !askedRates(options) ? ['None of the chosen masks is random: the usual random ones are shown.'] : []),
      ...(measuredNow
        ? [
            `Measured now on the first ${formatCount(n)} pictures of the ${options.split} split, beside all baselines but the ${slowMethod}.`,
          ]
        : []),
      ...(partial
        ? [
            `Of ${formatCount(table.pictures)} pictures ${formatCount(n)} are measured: lacuna eval --baselines measures the rest.`,
          ]
        : []),
      ...(table.datasetChanged ? [table.datasetChanged] : []),
    ],
    figure: {
      title: 'PSNR by share of known pixels',
      caption: await captionOf(parts, runs, about),
      body: {
        type: 'chart',
        panels: [
          {
            xTitle: options.xTitle ?? 'p, share of known pixels (random masks)',
            yTitle: options.yTitle ?? 'PSNR over missing pixels, dB',
            x: 'number',
            yScale: 'linear',
            lines: linesOf(rows, runs, options),
          },
        ],
      },
      metadata: metadataOf(runs, step, {
        split: options.split,
        pictures: String(n),
        masks: [...new Set(rows.map(({ maskHash }) => maskHash))].join(' '),
      }),
      data: [dataOf(rows)],
    },
  }
}

const byLabel = (rows: readonly EvaluationRow[]) =>
  Map.groupBy(rows, (row) => (row.method === 'model' ? `model ${row.label}` : row.method))

function linesOf(rows: readonly EvaluationRow[], runs: readonly RunDetail[], options: FigureOptions): ChartLine[] {
  const colours = assignColours(
    options.colours,
    runs.map(({ id }) => id),
  )
  const lines = [...byLabel(rows).values()].map((own, i): ChartLine => {
    const [{ method, label }] = own as [EvaluationRow]
    const sorted = own.toSorted((a, b) => a.mask.p - b.mask.p)
    const run = method === 'model' ? runs.find(({ name }) => name === label) : undefined
    // Beside several runs in their colours, baselines are told apart by dashes alone.
    const look = runs.length === 1 || !run ? methodLook(method) : { colour: colours[run.id]!, dash: [] }
    const { colour, dash = [] } =
      runs.length > 1 && !run ? { colour: 0, dash: patterns[1 + (i % (patterns.length - 1))]!.map((part) => part / 2) } : look
    return {
      ...{ colour, dash, strong: method === 'model', dots: true, raw: [], flagged: [], value: '' },
      label: run ? nameOf(run, options) : (options.labels[method] ?? (method === 'model' ? label : method)),
      points: sorted.map(({ mask, psnr }) => ({ x: mask.p, y: psnr.mean })),
      intervals: sorted.flatMap(({ mask, psnr: { low, high } }) =>
        Number.isFinite(low) && Number.isFinite(high) ? [{ x: mask.p, low, high }] : [],
      ),
    }
  })
  const ends = lines.map((line) => ({ ...line, value: formatDecibel(line.points.at(-1)?.y) }))
  return ends.toSorted((a, b) => Number(b.strong) - Number(a.strong))
}

function dataOf(rows: readonly EvaluationRow[]): DataTable {
  const known = (value: number) => (Number.isFinite(value) ? value : null)
  return {
    name: 'mask-rates',
    columns: ['mask', 'p', 'method', 'label', 'n', 'psnr', 'psnrLow', 'psnrHigh', 'ssim', 'best baseline', 'outside training'],
    rows: rows.map(({ mask, method, label, n, psnr, ssim, best, outsideTraining }) => [
      ...[mask.kind, mask.p, method, label, n, known(psnr.mean), known(psnr.low), known(psnr.high), known(ssim.mean)],
      ...[String(best), String(outsideTraining)],
    ]),
  }
}

/** What is there; where a run is measured under none of the masks, its first pictures are measured if that was asked for. */
async function measuredTable(
  { evaluations }: FigureParts,
  { runs, options, signal, onShare }: FigureSubject,
): Promise<{ table: EvaluationTable; measuredNow: boolean }> {
  const { checkpoint, split } = options
  const masks = askedRates(options) ?? rateMasks
  const plansOf = async (limit: number | undefined, build: boolean) => {
    const plans: EvaluationPlan[] = []
    for (const { id } of runs) plans.push(await planEvaluation(evaluations, { run: id, checkpoint, split, masks, limit }, build))
    return plans
  }
  const complete = ({ rows }: EvaluationTable) =>
    runs.every((run) => rows.some((row) => row.method === 'model' && row.label === run.name))
  const found = await readTable(evaluations, await plansOf(undefined, options.evaluate > 0))
  if (complete(found)) {
    // Lines of different numbers of pictures are not to be compared: the fewest count for all.
    const fewest = Math.min(...found.rows.map(({ n }) => n))
    const whole = found.rows.every(({ of }) => of === fewest)
    return { table: whole ? found : await readTable(evaluations, await plansOf(fewest, false)), measuredNow: false }
  }
  if (options.evaluate === 0) {
    const missing = runs.filter((run) => !found.rows.some((row) => row.method === 'model' && row.label === run.name))
    throw new WorkbenchError(
      'not-evaluated',
      `${missing.map((run) => `"${run.name}"`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} not evaluated at this checkpoint yet: evaluate first, on the run's page or by lacuna eval ${missing.map((run) => run.id).join(' ')} --baselines`,
    )
  }
  const plans = await plansOf(options.evaluate, true)
  for (const [i, plan] of plans.entries()) {
    const quick = { ...plan, units: plan.units.filter(({ method }) => method !== slowMethod) }
    for await (const { done, total } of evaluate(evaluations, quick, signal)) {
      signal.throwIfAborted()
      onShare?.((i + done / total) / plans.length)
    }
  }
  return { table: await readTable(evaluations, plans), measuredNow: true }
}
