import { formatCount, formatDecibel, formatLoss, formatSpeed, noValue } from '../../../src-shared/format/numbers.ts'
import type { RunSummary } from '../../../src-shared/runs.ts'
import { formatDateTime } from '../../format/times.ts'

/** One column of the run table: adding one is an entry here. */
export interface RunColumn {
  readonly key: string
  readonly name: string
  /** px, so that nothing moves when rows come, go or change. */
  readonly width: number
  readonly number?: boolean
  /** What it is sorted by. */
  readonly sort: (run: RunSummary) => number | string | null
  /** What the cell says, where it has no drawing of its own. */
  readonly text?: (run: RunSummary) => string
  /** Whether it is shown until a person chooses. */
  readonly usual?: boolean
  readonly ascendingFirst?: boolean
}

/** The order of the table. State and name always stand before them. */
export const runColumns: readonly RunColumn[] = [
  { key: 'tags', name: 'Tags', width: 144, sort: (run) => run.tags.join(' ') || null, usual: true, ascendingFirst: true },
  {
    key: 'dataset',
    name: 'Data set',
    width: 120,
    sort: (run) => run.dataset,
    text: (run) => run.dataset,
    usual: true,
    ascendingFirst: true,
  },
  { key: 'preset', name: 'Preset', width: 88, sort: (run) => run.preset, text: (run) => run.preset, ascendingFirst: true },
  {
    key: 'sweep',
    name: 'Sweep',
    width: 140,
    sort: (run) => run.sweep,
    text: (run) => run.sweep ?? noValue,
    ascendingFirst: true,
  },
  { key: 'progress', name: 'Step', width: 124, sort: (run) => run.step / run.config.steps, usual: true },
  {
    key: 'bestPsnr',
    name: 'Best PSNR, dB',
    width: 108,
    number: true,
    sort: (run) => run.bestPsnr,
    text: (run) => formatDecibel(run.bestPsnr),
    usual: true,
  },
  {
    key: 'bestStep',
    name: 'Best at',
    width: 84,
    number: true,
    sort: (run) => run.bestStep,
    text: (run) => formatCount(run.bestStep),
  },
  {
    key: 'lastPsnr',
    name: 'Last PSNR, dB',
    width: 116,
    number: true,
    sort: (run) => run.lastPsnr,
    text: (run) => formatDecibel(run.lastPsnr),
  },
  {
    key: 'loss',
    name: 'Loss',
    width: 76,
    number: true,
    sort: (run) => run.loss,
    text: (run) => formatLoss(run.loss),
    usual: true,
    ascendingFirst: true,
  },
  {
    key: 'speed',
    name: 'Images/s',
    width: 84,
    number: true,
    sort: (run) => run.imagesPerSecond,
    text: (run) => formatSpeed(run.imagesPerSecond),
    usual: true,
  },
  {
    key: 'parameters',
    name: 'Parameters',
    width: 100,
    number: true,
    sort: (run) => run.parameters,
    text: (run) => formatCount(run.parameters),
  },
  {
    key: 'seed',
    name: 'Seed',
    width: 76,
    number: true,
    sort: (run) => run.config.seed,
    text: (run) => formatCount(run.config.seed),
    ascendingFirst: true,
  },
  {
    key: 'engine',
    name: 'Engine',
    width: 84,
    sort: (run) => run.engine,
    text: (run) => run.engine ?? noValue,
    ascendingFirst: true,
  },
  { key: 'started', name: 'Started', width: 108, sort: (run) => run.startedAt ?? run.createdAt, usual: true },
  {
    key: 'ended',
    name: 'Ended',
    width: 136,
    sort: (run) => run.endedAt,
    text: (run) => (run.endedAt === null ? noValue : formatDateTime(run.endedAt)),
  },
  {
    key: 'notes',
    name: 'Notes',
    width: 200,
    sort: (run) => run.notes || null,
    text: (run) => run.notes.split('\n', 1)[0]!,
    ascendingFirst: true,
  },
]

/** In which order columns go when there is no room for all. */
const dispensable = [
  'ended',
  'sweep',
  'engine',
  'speed',
  'dataset',
  'preset',
  'seed',
  'parameters',
  'bestStep',
  'lastPsnr',
  'loss',
  'started',
  'notes',
  'tags',
]
/** px for what is always there: the mark, state, name, actions. */
export const markWidth = 40
export const stateWidth = 96
const leastNameWidth = 176
/** Of Pause and Stop; what a resting run offers comes over the columns beside it when wanted. */
export const actionsWidth = 128

/** Chosen columns, or the usual ones; those that have no room in `width` px left out, the dispensable first. */
export function fitColumns(chosen: readonly string[], width: number): RunColumn[] {
  const wanted = runColumns.filter((column) => (chosen.length > 0 ? chosen.includes(column.key) : column.usual))
  const rank = ({ key }: RunColumn) => dispensable.indexOf(key)
  let room = width === 0 ? Number.POSITIVE_INFINITY : width - markWidth - stateWidth - leastNameWidth - actionsWidth
  const fitting = wanted
    .filter((column) => rank(column) < 0)
    .concat(wanted.filter((column) => rank(column) >= 0).sort((a, b) => rank(b) - rank(a)))
    .filter((column) => {
      const fits = rank(column) < 0 || column.width <= room
      if (fits) room -= column.width
      return fits
    })
  return wanted.filter((column) => fitting.includes(column))
}
