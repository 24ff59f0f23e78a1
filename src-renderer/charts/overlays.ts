import type { Chart } from 'chart.js'
import { spread } from '../../src-shared/charts/spread.ts'
import { type ChartLine, endOf, type Point } from './lines.ts'

const sans = "'Inter Variable', sans-serif"
const mono = "'JetBrains Mono Variable', monospace"
const nameFont = `500 11px ${sans}`
const valueFont = `11px ${mono}`
/** What the labels at the lines' ends are set in. */
export const labelFonts = [nameFont, valueFont]
/** px from label to label: at ease, and where there are many. */
const [easyLine, leastLine] = [16, 13]
const leastRoom = 120
/** Of the longest value, "0.0163" or "21.3". */
const valueRoom = 56

/** px right of the lines for their labels; it does not change with the values. */
export function endLabelRoom(lines: readonly ChartLine[]): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!
  context.font = nameFont
  return Math.max(leastRoom, ...lines.map((line) => Math.ceil(context.measureText(line.label).width) + valueRoom))
}

/** Each line's name and value where it ends, instead of a legend. */
export function drawEndLabels(
  chart: Chart,
  lines: readonly ChartLine[],
  look: { colour: (line: ChartLine) => string; quiet: string; text: (end: Point) => string },
): void {
  const { ctx, chartArea } = chart
  const y = chart.scales.y!
  const ends = lines.flatMap((line) => {
    const visible = line.smoothed.filter((point) => point.x <= chart.scales.x!.max)
    const end = endOf(visible)
    return end ? [{ line, end, wish: y.getPixelForValue(end.y) }] : []
  })
  const [top, bottom] = [chartArea.top - easyLine / 2, chartArea.bottom + easyLine / 2]
  const height = Math.max(leastLine, Math.min(easyLine, (bottom - top) / ends.length))
  // Where not even those have room, the first runs are named, and how many others there are.
  const named = ends.length * height <= bottom - top ? ends : ends.slice(0, Math.floor((bottom - top) / height) - 1)
  const unnamed = ends.length - named.length
  const inside = named.map(({ wish }) => Math.min(chartArea.bottom, Math.max(chartArea.top, wish)))
  const places = spread(inside, height, top, unnamed > 0 ? bottom - height : bottom)
  ctx.save()
  ctx.textBaseline = 'middle'
  for (const [i, { line, end }] of named.entries()) {
    ctx.fillStyle = look.colour(line)
    ctx.font = nameFont
    const left = chartArea.right + 8
    ctx.fillText(line.label, left, places[i]!)
    const width = ctx.measureText(line.label).width
    ctx.font = valueFont
    ctx.fillText(look.text(end), left + width + 4, places[i]!)
  }
  if (unnamed > 0) {
    ctx.fillStyle = look.quiet
    ctx.font = nameFont
    ctx.fillText(`and ${unnamed} more`, chartArea.right + 8, bottom - height / 2)
  }
  ctx.restore()
}

/** A mark at the top where a value is NaN, infinite or, on a log scale, not positive: never dropped silently. */
export function drawFlags(chart: Chart, lines: readonly ChartLine[], colour: string): void {
  const { ctx, chartArea } = chart
  const columns = new Set<number>()
  for (const line of lines) {
    for (const x of line.flagged) {
      const pixel = Math.round(chart.scales.x!.getPixelForValue(x))
      if (pixel >= chartArea.left && pixel <= chartArea.right) columns.add(pixel)
    }
  }
  if (columns.size === 0) return
  ctx.save()
  ctx.fillStyle = colour
  ctx.strokeStyle = `${colour}66`
  for (const pixel of columns) {
    ctx.beginPath()
    ctx.moveTo(pixel - 4, chartArea.top - 7)
    ctx.lineTo(pixel + 4, chartArea.top - 7)
    ctx.lineTo(pixel, chartArea.top)
    ctx.fill()
    ctx.beginPath()
    ctx.moveTo(pixel + 0.5, chartArea.top)
    ctx.lineTo(pixel + 0.5, chartArea.bottom)
    ctx.stroke()
  }
  ctx.restore()
}

/** The spread around a mean, in its line's colour, faint. */
export function drawBands(chart: Chart, lines: readonly ChartLine[], colour: (line: ChartLine) => string): void {
  const { ctx, chartArea } = chart
  const { x, y } = chart.scales
  const height = (value: number) => y!.getPixelForValue(value)
  ctx.save()
  ctx.beginPath()
  ctx.rect(chartArea.left, chartArea.top, chartArea.right - chartArea.left, chartArea.bottom - chartArea.top)
  ctx.clip()
  for (const line of lines) {
    const points = line.band?.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high)) ?? []
    if (points.length < 2) continue
    ctx.fillStyle = `${colour(line)}2e`
    ctx.beginPath()
    for (const point of points) ctx.lineTo(x!.getPixelForValue(point.x), height(point.high))
    for (const point of points.toReversed()) {
      // On a log scale what reaches below nought reaches the bottom.
      ctx.lineTo(x!.getPixelForValue(point.x), Math.min(chartArea.bottom, height(Math.max(point.low, y!.min))))
    }
    ctx.fill()
  }
  ctx.restore()
}
