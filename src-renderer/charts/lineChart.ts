import {
  CategoryScale,
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type Scale,
} from 'chart.js'
import { logTicks, niceTicks, timeTicks } from '../../src-shared/charts/ticks.ts'
import { formatTick } from '../../src-shared/format/numbers.ts'
import { formatClock } from '../format/times.ts'
import type { ScaleKind, XAxis } from '../stores/preferences.ts'
import { token } from '../styles/token.ts'
import { draftOf, isHeavy } from './draft.ts'
import type { ChartLine, Point } from './lines.ts'
import { drawBands, drawEndLabels, drawFlags, endLabelRoom } from './overlays.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, CategoryScale)

/** Everything a chart is drawn from; changing it redraws in place. */
export interface ChartContent {
  readonly lines: readonly ChartLine[]
  readonly xAxis: XAxis
  readonly yScale: ScaleKind
  /** Limits of x in its unit; absent: from the data. */
  readonly xRange?: readonly [number, number]
  /** Text at a line's end. */
  readonly endText: (end: Point) => string
  /** Whether y begins at nought. */
  readonly fromZero?: boolean
  readonly logX?: boolean
  /** Of the theme; the tokens' values are read when it changes. */
  readonly dark?: boolean
  /** While it is being moved: a heavy one is drawn in draft. */
  readonly moving?: boolean
}

const axisFont = { family: "'JetBrains Mono Variable', monospace", size: 11 }

export const seriesColour = (line: { colour: number }) => token(`--series-${line.colour}`)

/** So many lines are told apart better when they are thin. */
const manyLines = 10

/** Whether there is one point to draw: where a training diverges at once, all that follow are not finite. */
const isSingle = (points: readonly Point[]) => points.filter(({ y }) => Number.isFinite(y)).length === 1

function datasets(content: ChartContent): ChartDataset<'line'>[] {
  const draft = content.moving && isHeavy(content.lines)
  const lines = draft ? content.lines.map((line) => draftOf(line, content.lines.length)) : content.lines
  const borderWidth = draft || lines.length > manyLines ? 1 : 1.75
  const common = { pointHitRadius: 0, parsing: false as const, normalized: true }
  return [
    ...lines
      .filter(({ raw }) => raw.length > 0)
      .map((line) => ({
        ...common,
        data: line.raw as { x: number; y: number }[],
        borderColor: `${seriesColour(line)}40`,
        borderWidth: 1,
        pointRadius: 0,
        order: 2,
      })),
    ...lines.map((line) => ({
      ...common,
      data: line.smoothed as { x: number; y: number }[],
      borderColor: seriesColour(line),
      borderWidth,
      borderDash: [...(line.dash ?? [])],
      // A single point is no line, but it is there.
      pointRadius: isSingle(line.smoothed) ? 2.5 : 0,
      pointBackgroundColor: seriesColour(line),
      order: 1,
    })),
  ]
}

function xTicks(content: ChartContent, scale: Scale): number[] {
  const count = scale.width < 340 ? 4 : 6
  if (content.logX) return logTicks(scale.min, scale.max, count)
  if (content.xAxis === 'step') return niceTicks(scale.min, scale.max, count)
  const midnight = content.xAxis === 'wall' ? new Date(scale.min * 1000).getTimezoneOffset() * 60 : 0
  return timeTicks(scale.min, scale.max, count, midnight)
}

function xLabel(axis: XAxis, value: number): string {
  if (axis === 'step') return formatTick(value)
  if (axis === 'wall') return formatClock(value * 1000).slice(0, value % 60 === 0 ? 5 : 8)
  if (value >= 7200) return `${Number((value / 3600).toFixed(1))} h`
  return value >= 120 ? `${Number((value / 60).toFixed(1))} min` : `${Number(value.toFixed(1))} s`
}

/** Limits of x: a logarithmic axis begins at the first point that it can show. */
function xLimits({ lines, logX, xRange }: ChartContent): { min?: number | undefined; max?: number | undefined } {
  const [from, to] = xRange ?? []
  if (!logX || (from !== undefined && from > 0)) return { min: from, max: to }
  const firsts = lines.flatMap(({ smoothed }) => smoothed.find(({ x }) => x > 0)?.x ?? [])
  return { min: firsts.length > 0 ? Math.min(...firsts) : undefined, max: to }
}

function scales(content: ChartContent) {
  const ticks = { color: token('--ink-3'), font: axisFont, padding: 8, autoSkip: false, maxRotation: 0 }
  const hidden = { display: false }
  // Axes of nothing would only show made-up numbers.
  const display = content.lines.some((line) => line.smoothed.length > 0)
  return {
    x: {
      type: content.logX ? ('logarithmic' as const) : ('linear' as const),
      display,
      bounds: 'data' as const,
      ...xLimits(content),
      border: hidden,
      grid: hidden,
      ticks: { ...ticks, padding: 4, callback: (value: string | number) => xLabel(content.xAxis, Number(value)) },
      afterBuildTicks: (scale: Scale) => {
        scale.ticks = xTicks(content, scale).map((value) => ({ value }))
      },
    },
    y: {
      type: content.yScale === 'log' ? ('logarithmic' as const) : ('linear' as const),
      display,
      bounds: 'data' as const,
      grace: '4%',
      ...(content.fromZero && { beginAtZero: true, min: 0 }),
      border: hidden,
      grid: { color: token('--line'), drawTicks: false },
      ticks: { ...ticks, callback: (value: string | number) => formatTick(Number(value)) },
      afterFit: (scale: Scale) => {
        scale.width = 44
      },
      afterBuildTicks: (scale: Scale) => {
        const count = scale.height < 120 ? 2 : 5
        const values = content.yScale === 'log' ? logTicks(scale.min, scale.max) : niceTicks(scale.min, scale.max, count)
        scale.ticks = values.map((value) => ({ value }))
      },
    },
  }
}

/** px above the lines; where values are not drawn, that is said there. */
const topRoom = (lines: readonly ChartLine[]) => (lines.some(({ flagged }) => flagged.length > 0) ? 32 : 8)
const padding = (lines: readonly ChartLine[]) => ({ top: topRoom(lines), right: endLabelRoom(lines), bottom: 0, left: 0 })

/** A chart that is updated in place and never reactive: a reactive Chart.js overflows the stack. */
export function createLineChart(canvas: HTMLCanvasElement, first: ChartContent) {
  let content = first
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: datasets(content) },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      events: [],
      layout: { padding: padding(content.lines) },
      scales: scales(content),
    },
    plugins: [
      {
        id: 'overlays',
        beforeDatasetsDraw: (drawn) => drawBands(drawn, content.lines, seriesColour),
        afterDatasetsDraw: (drawn) => {
          drawFlags(drawn, content.lines, token('--bad'))
          drawEndLabels(drawn, content.lines, { colour: seriesColour, quiet: token('--ink-3'), text: content.endText })
        },
      },
    ],
  })
  return {
    chart,
    update(next: ChartContent) {
      const changed = next.lines !== content.lines
      const restyled = changed || next.moving !== content.moving || next.dark !== content.dark
      content = next
      if (restyled) chart.data.datasets = datasets(content)
      if (changed) chart.options.layout = { padding: padding(content.lines) }
      chart.options.scales = scales(content)
      chart.update('none')
    },
    end: () => chart.destroy(),
  }
}
export type LineChartHandle = ReturnType<typeof createLineChart>
