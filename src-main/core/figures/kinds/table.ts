import { assignColours } from '../../../../src-shared/charts/run-styles.ts'
import { differingKeys, flattenConfig, hyperparameters } from '../../../../src-shared/config.ts'
import type { TableBody, TableCell } from '../../../../src-shared/figures/figure.ts'
import { configurationRows } from '../../../../src-shared/format/configuration.ts'
import { shortMask } from '../../../../src-shared/format/masks.ts'
import { formatCount, formatDecibel, formatParameter, noValue } from '../../../../src-shared/format/numbers.ts'
import { parseMaskSpec } from '../../../../src-shared/masks/registry.ts'
import { presets } from '../../../../src-shared/presets.ts'
import { headlineMask, type RunDetail, validationPsnr } from '../../../../src-shared/runs.ts'
import { captionOf, metadataOf, nameOf } from '../words.ts'
import type { FigureSubject, GatherFigure } from './kind.ts'

/** Of one run, its settings and what it reached; of several, what differs and what each reached, beside the first. */
export const gatherTable: GatherFigure = async (parts, subject) => {
  const { runs, signal } = subject
  const metrics = await parts.ask['compare.metrics']({ runs: runs.map(({ id }) => id) }, { signal })
  const values = metrics.map(({ values: own }) => own as Record<string, number>)
  const body = runs.length === 1 ? settingsOf(runs[0]!, values[0]!) : comparisonOf(subject, values)
  const step = metrics[0]!.step ?? runs[0]!.step
  const text = ({ text: words }: TableCell) => words
  return {
    step,
    notes: [],
    figure: {
      title: runs.length === 1 ? 'Settings and results' : 'Runs compared',
      caption: await captionOf(parts, runs, ['PSNR over missing pixels of the validation pictures, dB, at each run’s best step']),
      body,
      metadata: metadataOf(runs, step),
      data: [{ name: 'table', columns: body.columns.map(({ head }) => head.text), rows: body.rows.map((row) => row.map(text)) }],
    },
  }
}

const masksOf = (values: Readonly<Record<string, number>>) =>
  Object.keys(values).flatMap((name) => /^val\/psnr\/(.+)$/.exec(name)?.slice(1) ?? [])
const maskLabel = (mask: string) => shortMask(parseMaskSpec(mask))

/** Names and words are written as such, and take less room. */
const isNumber = (value: string) => /^[\d−-]/.test(value)

function settingsOf(run: RunDetail, values: Readonly<Record<string, number>>): TableBody {
  const preset = presets.find(({ name }) => name === run.preset)?.config
  const rows: TableCell[][] = configurationRows(run.config, preset).map(({ label, value, preset: other }) => [
    { text: label },
    { text: value, number: isNumber(value), strong: other !== undefined },
  ])
  const result = (label: string, value: string) => rows.push([{ text: label }, { text: value, number: isNumber(value) }])
  result('parameters', formatCount(run.parameters))
  result('engine', run.engine ?? noValue)
  result('steps trained', formatCount(run.step))
  for (const mask of masksOf(values)) result(`PSNR, ${maskLabel(mask)}`, `${formatDecibel(values[validationPsnr(mask)])} dB`)
  return {
    type: 'table',
    turnable: false,
    columns: [
      { head: { text: 'Setting' }, align: 'left' },
      { head: { text: 'Value' }, align: 'right' },
    ],
    rows,
  }
}

function comparisonOf({ runs, options }: FigureSubject, values: readonly Readonly<Record<string, number>>[]): TableBody {
  const [first] = runs as [RunDetail]
  const colours = assignColours(
    options.colours,
    runs.map(({ id }) => id),
  )
  const differing = hyperparameters.filter(({ key }) =>
    runs.some(({ config }) => differingKeys(config, first.config).includes(key)),
  )
  const masks = [...new Set(values.flatMap(masksOf))]
  const best = new Map(
    masks.map((mask) => [mask, Math.max(...values.map((own) => own[validationPsnr(mask)] ?? Number.NEGATIVE_INFINITY))]),
  )
  const headline = values.map((own) => own[validationPsnr(headlineMask)] ?? Number.NaN)
  const rows = runs.map((run, r): TableCell[] => {
    const flat = flattenConfig(run.config)
    const difference = headline[r]! - headline[0]!
    return [
      { text: nameOf(run, options), colour: colours[run.id]! },
      ...differing.map(({ key }): TableCell => ({ text: formatParameter(flat[key]!), number: true })),
      { text: formatCount(run.step), number: true },
      ...masks.map((mask): TableCell => {
        const value = values[r]![validationPsnr(mask)]
        return {
          text: value === undefined ? noValue : value.toFixed(2),
          number: true,
          strong: value !== undefined && value === best.get(mask),
        }
      }),
      {
        text: r === 0 || Number.isNaN(difference) ? noValue : `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(2)}`,
        number: true,
      },
    ]
  })
  const right = (text: string) => ({ head: { text }, align: 'right' as const })
  return {
    type: 'table',
    turnable: true,
    columns: [
      { head: { text: 'Run' }, align: 'left' },
      ...differing.map(({ label, symbol }) => right(symbol ?? label)),
      right('trained'),
      ...masks.map((mask) => right(maskLabel(mask))),
      right(`Δ ${maskLabel(headlineMask)}`),
    ],
    rows,
  }
}
