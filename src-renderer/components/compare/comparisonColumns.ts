import { flattenConfig, hyperparameters } from '../../../src-shared/config.ts'
import { shortMask } from '../../../src-shared/format/masks.ts'
import {
  formatCount,
  formatDecibel,
  formatLoss,
  formatParameter,
  formatSpeed,
  noValue,
} from '../../../src-shared/format/numbers.ts'
import { formatMaskSpec, slidesMasks } from '../../../src-shared/masks/registry.ts'
import { headlineMask, type RunSummary, validationPsnr } from '../../../src-shared/runs.ts'
import type { BestFigures } from '../../stores/comparison.ts'

type Value = number | string | null

/** One column of the comparison: a hyperparameter in which the runs differ, or something measured. */
export interface ComparisonColumn {
  readonly key: string
  readonly name: string
  readonly unit?: string
  readonly meaning: string
  readonly kind: 'parameter' | 'metric'
  /** Which way is better; a speed or a count is neither. */
  readonly better?: 'higher' | 'lower'
  readonly value: (run: RunSummary) => Value
  readonly format: (value: number) => string
}

/** How a run is watched, not what it learns. */
const bookkeeping = new Set(['validateEvery', 'validationImages', 'checkpointEvery'])

/** The hyperparameters that are not the same in all of the runs: those that decide the result, or the others. */
export function differingColumns(runs: readonly RunSummary[], decisive = true): ComparisonColumn[] {
  const flats = new Map(runs.map((run) => [run.id, flattenConfig(run.config)]))
  return hyperparameters
    .filter(({ key }) => bookkeeping.has(key) !== decisive)
    .filter(({ key }) => new Set([...flats.values()].map((flat) => flat[key])).size > 1)
    .map(({ key, label, symbol, unit, meaning }) => ({
      key,
      name: symbol ?? label,
      ...(unit && { unit }),
      meaning: symbol ? `${label}: ${meaning}` : meaning,
      kind: 'parameter',
      value: (run) => (flats.get(run.id) ?? flattenConfig(run.config))[key]!,
      format: formatParameter,
    }))
}

const stepsDone: ComparisonColumn = {
  key: 'step',
  name: 'steps done',
  meaning: 'Optimiser steps so far.',
  kind: 'metric',
  value: (run) => run.step,
  format: formatCount,
}

/** What was measured of them; a mask's column is there once a run has it, the steps done where they are not those planned. */
export function metricColumns(figures: ReadonlyMap<string, BestFigures>, runs: readonly RunSummary[]): ComparisonColumn[] {
  const psnr = (series: string) => (run: RunSummary) => {
    const value = figures.get(run.id)?.values[series]
    return value === undefined || Number.isNaN(value) ? null : value
  }
  const others = slidesMasks
    .map((spec) => ({ spec, series: validationPsnr(formatMaskSpec(spec)) }))
    .filter(
      ({ spec, series }) => formatMaskSpec(spec) !== headlineMask && [...figures.values()].some(({ values }) => series in values),
    )
  const decibels = { kind: 'metric', unit: 'dB', better: 'higher', format: formatDecibel } as const
  return [
    {
      ...decibels,
      key: 'bestPsnr',
      name: 'PSNR, random 0.5',
      meaning: 'Best validation PSNR of the missing pixels, random mask, half of the pixels known.',
      value: (run) => run.bestPsnr,
    },
    ...others.map(({ spec, series }) => ({
      ...decibels,
      key: series,
      name: shortMask(spec),
      meaning: 'Validation PSNR of the missing pixels under this mask, at the step that is best for random 0.5.',
      value: psnr(series),
    })),
    {
      key: 'loss',
      name: 'loss',
      meaning: 'The last step’s training loss; comparable only where α and β are the same.',
      kind: 'metric',
      better: 'lower',
      value: (run) => run.loss,
      format: formatLoss,
    },
    ...(runs.every(({ step, config }) => step === config.steps) ? [] : [stepsDone]),
    {
      key: 'speed',
      name: 'images/s',
      meaning: 'Training speed at the last step.',
      kind: 'metric',
      value: (run) => run.imagesPerSecond,
      format: formatSpeed,
    },
  ]
}

/** What is written at the ticks of a column's axis: with a digit more where two would read the same. */
export function tickTexts(column: ComparisonColumn, values: readonly (number | string)[]): string[] {
  const texts = values.map((value) => (typeof value === 'number' ? column.format(value) : value))
  const areApart = new Set(texts).size === texts.length
  return areApart ? texts : values.map((value) => (typeof value === 'number' ? value.toPrecision(4) : value))
}

/** What a cell says. */
export function cellText(column: ComparisonColumn, run: RunSummary): string {
  const value = column.value(run)
  if (value === null) return noValue
  return typeof value === 'number' ? column.format(value) : value
}

export interface Difference {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'same'
}

/** Whether what was measured of two runs was measured on the same pictures. */
const onSamePictures = ({ config: a }: RunSummary, { config: b }: RunSummary) =>
  a.dataset === b.dataset && a.imageSize === b.imageSize

/** A metric's distance from the baseline's; none for the baseline itself, on other pictures than its, and where there is nothing to compare. */
export function differenceOf(
  column: ComparisonColumn,
  run: RunSummary,
  baseline: RunSummary | undefined,
): Difference | undefined {
  if (!baseline || run.id === baseline.id || column.kind === 'parameter' || !column.better) return undefined
  if (!onSamePictures(run, baseline)) return undefined
  const [value, base] = [column.value(run), column.value(baseline)]
  if (typeof value !== 'number' || typeof base !== 'number') return undefined
  const text = column.format(Math.abs(value - base))
  if (text === column.format(0)) return { text: `±${text}`, tone: 'same' }
  const higher = value > base
  return { text: `${higher ? '+' : '−'}${text}`, tone: higher === (column.better === 'higher') ? 'good' : 'bad' }
}

/** The best value of a metric among the runs; none is the best where they were measured on different pictures. */
export function bestRuns(column: ComparisonColumn, runs: readonly RunSummary[]): Set<string> {
  if (!column.better || runs.length < 2 || !runs.every((run) => onSamePictures(run, runs[0]!))) return new Set()
  const told = runs.flatMap((run) => {
    const value = column.value(run)
    return typeof value === 'number'
      ? [{ id: run.id, value: column.better === 'lower' ? -value : value, text: column.format(value) }]
      : []
  })
  const best = told.reduce<(typeof told)[number] | undefined>((a, b) => (a && a.value >= b.value ? a : b), undefined)
  return new Set(told.filter(({ text }) => text === best?.text).map(({ id }) => id))
}
