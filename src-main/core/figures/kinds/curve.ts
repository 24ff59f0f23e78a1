import { assignColours, styleRuns } from '../../../../src-shared/charts/run-styles.ts'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import type { ChartLine, ChartPanel, Point } from '../../../../src-shared/figures/figure.ts'
import type { FigureOptions } from '../../../../src-shared/figures/options.ts'
import type { DataTable } from '../../../../src-shared/figures/rendered.ts'
import { shortMask } from '../../../../src-shared/format/masks.ts'
import { formatDecibel, formatLoss } from '../../../../src-shared/format/numbers.ts'
import { parseMaskSpec } from '../../../../src-shared/masks/registry.ts'
import type { DrawnSeries, RunDetail } from '../../../../src-shared/runs.ts'
import { isFiniteNumber } from '../../../../src-shared/series.ts'
import { drawSeries } from '../../draw-series.ts'
import { captionOf, metadataOf, nameOf } from '../words.ts'
import type { GatherFigure } from './kind.ts'

/** Points of a line, before the spikes that are kept besides: as fine as print can show. */
const buckets = 400

/** Measured values that still stand apart as dots. */
const mostDots = 40

interface RunSeries {
  readonly run: RunDetail
  readonly drawn: DrawnSeries
  /** UTC milliseconds that relative times count from. */
  readonly origin: number
}

/** Losses and validation figures, the raw values behind the smoothed ones. */
export const gatherCurve: GatherFigure = async ({ series, datasets }, { runs, options, signal }) => {
  const { xAxis } = options
  const panels: ChartPanel[] = []
  const rows: DataTable['rows'][number][] = []
  let flagged = false
  for (const name of options.series) {
    const smoothing = smoothingOf(name, options)
    const found: RunSeries[] = []
    for (const run of runs) {
      signal.throwIfAborted()
      if (!run.seriesNames.includes(name)) continue
      const drawn = await series.read(run.id, name, smoothing, (whole) => drawSeries(name, whole, { buckets }))
      const origin = (await series.read(run.id, name, smoothing, ({ times }) => times[0])) ?? 0
      found.push({ run, drawn, origin })
    }
    if (found.length === 0) throw absent(name, runs)
    const panel = panelOf(name, found, options)
    panels.push(panel)
    flagged ||= panel.lines.some((line) => line.flagged.length > 0)
    for (const [i, { run }] of found.entries()) {
      const { raw, points } = panel.lines[i]!
      for (const { x, y } of raw) rows.push([run.id, run.name, name, 'raw', x, finite(y)])
      for (const { x, y } of points) rows.push([run.id, run.name, name, smoothing > 0 ? 'smoothed' : 'raw', x, finite(y)])
    }
  }
  const step = Math.max(...runs.map((run) => run.step))
  const about = [describeSmoothing(options), ...(flagged ? ['triangles: values that cannot be drawn'] : [])]
  return {
    step,
    notes: [],
    figure: {
      title: panels.length === 1 ? 'Training curve' : 'Training curves',
      caption: await captionOf({ datasets }, runs, about),
      body: { type: 'chart', panels },
      metadata: metadataOf(runs, step, { series: options.series.join(', '), smoothing: String(options.smoothing) }),
      data: [{ name: 'curve', columns: ['run', 'name', 'series', 'line', xAxis === 'step' ? 'step' : 'seconds', 'value'], rows }],
    },
  }
}

/** Validation figures are shown as measured: they are few, and a smoothed line would end beside its own value. */
const isMeasured = (name: string) => name.startsWith('val/')
const smoothingOf = (name: string, { smoothing }: FigureOptions) => (isMeasured(name) ? 0 : smoothing)

function describeSmoothing({ series, smoothing }: FigureOptions): string {
  if (smoothing === 0 || series.every(isMeasured)) return 'not smoothed'
  return `${series.some(isMeasured) ? 'training ' : ''}smoothed, ${smoothing}`
}

const finite = (value: number) => (Number.isFinite(value) ? value : null)

function absent(name: string, runs: readonly RunDetail[]): WorkbenchError {
  const known = [...new Set(runs.flatMap(({ seriesNames }) => seriesNames))]
  const names = runs.map((run) => `"${run.name}"`).join(', ')
  const expected = known.length > 0 ? `expected ${known.join(', ')}` : 'nothing has been recorded yet; train it for longer'
  return new WorkbenchError('no-series', `${names} has no series "${name}": ${expected}`)
}

/** "Loss", "Validation PSNR over missing pixels, dB, random 0.5" */
function seriesTitle(name: string): string {
  const known: Record<string, string> = {
    loss: 'Training loss',
    mse: 'Training L_MSE',
    tv: 'Training L_TV',
    tvFree: 'Training L_TV without terms between known pixels',
    imagesPerSecond: 'Pictures a second',
    'val/loss': 'Validation loss',
  }
  const mask = /^val\/psnr\/(.+)$/.exec(name)?.[1]
  if (mask !== undefined) return `Validation PSNR over missing pixels, dB (${shortMask(parseMaskSpec(mask))})`
  return known[name] ?? name
}

function panelOf(name: string, found: readonly RunSeries[], options: FigureOptions): ChartPanel {
  const decibel = name.startsWith('val/psnr/')
  const yScale = options.yScale === 'auto' ? (!decibel && falls(found) ? 'log' : 'linear') : options.yScale
  const ids = found.map(({ run }) => run.id)
  const colours = assignColours(options.colours, ids)
  const looks = styleRuns(ids, (id) => colours[id]!)
  const lines = found.map(({ run, drawn, origin }, i): ChartLine => {
    const x = (step: number, time: number) => (options.xAxis === 'step' ? step : (time - origin) / 1000)
    const drawable = (y: number) => isFiniteNumber(y) && (yScale === 'linear' || y > 0)
    const points = (steps: Float64Array, times: Float64Array, values: Float64Array): Point[] =>
      Array.from(values, (y, at) => ({ x: x(steps[at]!, times[at]!), y: drawable(y) ? y : Number.NaN }))
    const smoothed = points(drawn.smoothedSteps, drawn.smoothedTimes, drawn.smoothedValues)
    const raw = points(drawn.steps, drawn.times, drawn.values)
    const last = drawn.smoothedValues.findLast(isFiniteNumber)
    const { colour, dash = [] } = looks.get(run.id)!
    return {
      label: found.length === 1 && !options.labels[run.id] ? '' : nameOf(run, options),
      value: last === undefined ? '' : decibel ? formatDecibel(last) : formatLoss(last),
      colour,
      dash: dash.map((length) => length / 2),
      strong: i === 0 && found.length > 1,
      dots: isMeasured(name) && smoothed.length <= mostDots,
      points: smoothed,
      raw: smoothingOf(name, options) > 0 ? raw : [],
      flagged: raw.filter(({ y }) => Number.isNaN(y)).map((point) => point.x),
      intervals: [],
    }
  })
  return {
    xTitle: options.xTitle ?? (options.xAxis === 'step' ? 'Step' : 'Time since the first step'),
    yTitle: options.yTitle ?? seriesTitle(name),
    x: options.xAxis === 'step' ? 'number' : 'seconds',
    yScale,
    lines,
  }
}

/** To less than a fifth, staying above zero: only magnitudes tell the rest of such a curve. */
function falls(found: readonly RunSeries[]): boolean {
  const values = found.flatMap(({ drawn }) => [...drawn.smoothedValues].filter(isFiniteNumber))
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  return least > 0 && values.reduce((a, b) => Math.max(a, b), 0) > 5 * least
}
