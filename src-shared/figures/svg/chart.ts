import { spread } from '../../charts/spread.ts'
import type { ChartBody, ChartLine, ChartPanel, Point } from '../figure.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import { drawKey, keyFor } from './line-key.ts'
import type { PageLook } from './page.ts'
import { palette, seriesColour } from './palette.ts'
import { type Scale, xScale, yScale } from './scale.ts'
import { fitText, textWidth } from './text.ts'

/** Panels beside each other where that leaves each wider than high, else below each other. */
export function drawChart(canvas: SvgCanvas, { panels }: ChartBody, box: Box, look: PageLook): void {
  const beside = box.width / panels.length >= box.height * 0.8
  const gap = beside ? look.gap * 2 : look.gap
  const room = ((beside ? box.width : box.height) - gap * (panels.length - 1)) / panels.length
  for (const [i, panel] of panels.entries()) {
    const at = i * (room + gap)
    drawPanel(canvas, panel, beside ? { ...box, x: box.x + at, width: room } : { ...box, y: box.y + at, height: room }, look)
  }
}

function drawPanel(canvas: SvgCanvas, panel: ChartPanel, box: Box, look: PageLook): void {
  const { text, leading, gap } = look
  const key = keyFor(panel.lines, box, look)
  const top = box.y + leading + (key?.height ?? 0) + gap * 0.5
  const bottom = box.y + box.height - leading * 2.1
  const rough = yScale(panel, top, bottom, tickCount(bottom - top, leading * 2.2))
  const left = box.x + Math.max(0, ...rough.ticks.map((tick) => textWidth(tick.text, text, 'mono'))) + gap * 0.6
  const labels = panel.lines.map((line) => endLabel(line, key !== undefined))
  const room = Math.max(0, ...labels.map(({ name, value }) => labelWidth(name, value, text)))
  const right = box.x + box.width - (room > 0 ? room + gap * 0.8 : text)
  const x = xScale(panel, left, right, tickCount(right - left, text * 5.5))
  const plot: Box = { x: left, y: top, width: right - left, height: bottom - top }

  canvas.text(fitText(panel.yTitle, box.width, text, 'regular'), box.x, box.y + text, { size: text, fill: palette.ink2 })
  if (key) drawKey(canvas, key, { ...box, y: box.y + leading }, look)
  drawAxes(canvas, x, rough, plot, look)
  canvas.text(panel.xTitle, left + plot.width / 2, bottom + leading * 2, { size: text, fill: palette.ink2, anchor: 'middle' })
  // Lines end at the sides, where their ends stay round; of the raw ones, spikes go beyond the top and the axis.
  canvas.clipped({ x: left - look.strongLine, y: top, width: plot.width + 2 * look.strongLine, height: plot.height }, () => {
    // The first line lies on top: it is what the figure is about.
    for (const line of [...panel.lines].reverse()) drawLine(canvas, line, x, rough, look)
  })
  drawFlags(canvas, panel.lines, x, plot, look)
  drawEndLabels(canvas, panel.lines, labels, rough, plot, look)
}

const tickCount = (length: number, each: number) => Math.max(2, Math.min(6, Math.floor(length / each)))

function drawAxes(canvas: SvgCanvas, x: Scale, y: Scale, plot: Box, { text, leading, gap, hairline }: PageLook): void {
  const bottom = plot.y + plot.height
  let above = Number.POSITIVE_INFINITY
  for (const tick of y.ticks) {
    if (tick.at + text > above) continue
    above = tick.at
    canvas.line(plot.x, tick.at, plot.x + plot.width, tick.at, { colour: palette.line, width: hairline })
    canvas.text(tick.text, plot.x - gap * 0.5, tick.at + text * 0.36, {
      size: text,
      face: 'mono',
      fill: palette.ink2,
      anchor: 'end',
    })
  }
  canvas.line(plot.x, bottom, plot.x + plot.width, bottom, { colour: palette.lineStrong, width: hairline })
  let free = Number.NEGATIVE_INFINITY
  for (const tick of x.ticks) {
    const half = textWidth(tick.text, text, 'mono') / 2
    // Ticks at the ends keep within the panel's own width.
    const centre = Math.max(plot.x - gap + half, tick.at)
    if (centre - half < free) continue
    free = centre + half + text * 0.6
    canvas.line(tick.at, bottom, tick.at, bottom + text * 0.3, { colour: palette.lineStrong, width: hairline })
    canvas.text(tick.text, centre, bottom + leading, { size: text, face: 'mono', fill: palette.ink2, anchor: 'middle' })
  }
}

/** Runs of points that can be drawn: a value that cannot is a gap. */
function segments(points: readonly Point[], x: Scale, y: Scale): Point[][] {
  const out: Point[][] = [[]]
  for (const point of points) {
    if (Number.isFinite(point.y)) out.at(-1)!.push({ x: x.at(point.x), y: y.at(point.y) })
    else if (out.at(-1)!.length > 0) out.push([])
  }
  return out.filter((segment) => segment.length > 0)
}

function drawLine(canvas: SvgCanvas, line: ChartLine, x: Scale, y: Scale, look: PageLook): void {
  const colour = seriesColour(line.colour)
  const width = line.strong ? look.strongLine : look.line
  for (const segment of segments(line.raw, x, y)) canvas.polyline(segment, { colour, width: width * 0.6, opacity: 0.25 })
  for (const { x: at, low, high } of line.intervals) {
    const [middle, cap] = [x.at(at), look.text * 0.2]
    const stroke = { colour, width: look.line * 0.6 }
    canvas.line(middle, y.at(low), middle, y.at(high), stroke)
    for (const end of [low, high]) canvas.line(middle - cap, y.at(end), middle + cap, y.at(end), stroke)
  }
  for (const segment of segments(line.points, x, y)) {
    canvas.polyline(segment, { colour, width, dash: line.dash })
    if (line.dots && segment.length > 1)
      for (const { x: cx, y: cy } of segment) canvas.circle(cx, cy, width * 1.3, { fill: colour })
  }
}

/** A mark at the top where a value is NaN, infinite or, on a log scale, not positive: never dropped silently. */
function drawFlags(canvas: SvgCanvas, lines: readonly ChartLine[], x: Scale, plot: Box, { text }: PageLook): void {
  const side = text * 0.3
  const places = new Set(lines.flatMap(({ flagged }) => flagged.map((at) => Math.round(x.at(at) / side) * side)))
  for (const at of [...places].sort((a, b) => a - b)) {
    canvas.polygon(
      [
        [at - side, plot.y - side * 1.6],
        [at + side, plot.y - side * 1.6],
        [at, plot.y],
      ],
      palette.bad,
    )
  }
}

interface EndLabel {
  readonly name: string
  readonly value: string
}

const endLabel = ({ label, value }: ChartLine, keyed: boolean): EndLabel =>
  keyed && label !== '' ? { name: '', value: '' } : { name: label, value }

function labelWidth(name: string, value: string, text: number): number {
  const words = name === '' ? 0 : textWidth(name, text, 'strong')
  const number = value === '' ? 0 : textWidth(value, text, 'mono')
  return words + number + (words > 0 && number > 0 ? text * 0.5 : 0)
}

function drawEndLabels(
  canvas: SvgCanvas,
  lines: readonly ChartLine[],
  labels: readonly EndLabel[],
  y: Scale,
  plot: Box,
  { text, gap }: PageLook,
): void {
  const height = text * 1.2
  const ends = lines.flatMap((line, i) => {
    const end = line.points.findLast((point) => Number.isFinite(point.y))
    const { name, value } = labels[i]!
    return end && (name || value) ? [{ ...labels[i]!, colour: seriesColour(line.colour), wish: y.at(end.y) }] : []
  })
  const inside = ends.map(({ wish }) => Math.min(plot.y + plot.height, Math.max(plot.y, wish)))
  const places = spread(inside, height, plot.y - height, plot.y + plot.height + height / 2)
  const left = plot.x + plot.width + gap * 0.8
  for (const [i, { name, value, colour }] of ends.entries()) {
    const baseline = places[i]! + text * 0.36
    canvas.text(name, left, baseline, { size: text, face: 'strong', fill: colour })
    const after = name === '' ? 0 : textWidth(name, text, 'strong') + text * 0.5
    canvas.text(value, left + after, baseline, { size: text, face: 'mono', fill: colour })
  }
}
