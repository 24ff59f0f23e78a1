import type { MapBody, Point } from '../figure.ts'
import { fineUnit } from '../sizes.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { pictureUri, snapped } from './pictures.ts'
import { pictureRaster } from './raster.ts'
import { fitText, textWidth } from './text.ts'

/** Pictures that would stand side by side in two fifths of the room that all points take. */
const together = 40
/** Pictures may cover so much of each other's sides. */
const overlap = 0.15

/**
 * Both axes of one length a unit, so that distances are what they are. Pictures stand where their points lie, the first of them that
 * have room; all the others are dots.
 */
export function drawMap(canvas: SvgCanvas, body: MapBody, box: Box, look: PageLook): void {
  const { text, leading, hairline } = look
  const { points, marks, size, channels } = body
  const plot: Box = { x: box.x, y: box.y + leading * 1.2, width: box.width, height: box.height - leading * 2.5 }
  const scale = pictureScale([...points, ...marks], points.length, plot, size)
  const side = scale * size * fineUnit
  const place = placing([...points, ...marks], plot, side)
  const origin = place({ x: 0, y: 0 })
  const rule = { colour: palette.line, width: hairline }
  canvas.line(plot.x, origin.y, plot.x + plot.width, origin.y, rule)
  canvas.line(origin.x, plot.y, origin.x, plot.y + plot.height, rule)
  canvas.text(fitText(body.yTitle, box.width, text, 'regular'), box.x, box.y + text, { size: text, fill: palette.ink2 })
  canvas.text(fitText(body.xTitle, box.width, text, 'regular'), box.x + box.width, box.y + box.height - text * 0.3, {
    ...{ size: text, fill: palette.ink2, anchor: 'end' },
  })
  const labels = marks.map((mark) => ({ ...mark, ground: labelGround(mark.label, place(mark), plot, text) }))
  const taken = labels.map(({ ground }) => ground)
  const shown = points.filter((point) => {
    const { x, y } = place(point)
    const square = { x: x - side / 2, y: y - side / 2, width: side, height: side }
    if (taken.some((other) => covers(square, other, side * overlap))) return false
    taken.push(square)
    return true
  })
  for (const point of points) {
    if (shown.includes(point)) continue
    const { x, y } = place(point)
    canvas.circle(x, y, text * 0.14, { fill: palette.lineStrong })
  }
  for (const point of shown) {
    const { x, y } = place(point)
    const corner = { x: snapped(x - side / 2), y: snapped(y - side / 2) }
    canvas.image({ ...corner, width: side, height: side }, pictureUri(pictureRaster(point.pixels, size, channels), scale, look))
  }
  for (const { label, ground, ...point } of labels) {
    const { x, y } = place(point)
    canvas.rect(ground, { fill: palette.panel, radius: text * 0.2 })
    canvas.circle(x, y, text * 0.35, { fill: palette.panel, stroke: { colour: palette.accent, width: look.line } })
    const at = ground.x > x - text * 0.6 ? x + text * 0.7 : ground.x + text * 0.2
    canvas.text(label, at, y + text * 0.36, { size: text, face: 'strong', fill: palette.accent })
  }
}

/** Around a mark's circle and its label, at the side where there is room. */
function labelGround(label: string, { x, y }: Point, plot: Box, text: number): Box {
  const width = textWidth(label, text, 'strong') + text * 1.4
  const right = x + width <= plot.x + plot.width
  return { x: right ? x - text * 0.5 : x + text * 0.5 - width, y: y - text * 0.65, width, height: text * 1.3 }
}

const covers = (a: Box, b: Box, by: number) =>
  Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > by &&
  Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > by

function pictureScale(all: readonly Point[], count: number, plot: Box, size: number): number {
  const place = placing(all, plot, 0)
  const [xs, ys] = [all.map((point) => place(point).x), all.map((point) => place(point).y)]
  const room = (values: number[]) => Math.max(Math.max(...values) - Math.min(...values), plot.height / 4)
  return Math.max(1, Math.floor(Math.sqrt((0.4 * room(xs) * room(ys)) / Math.min(count, together)) / (size * fineUnit)))
}

function placing(points: readonly Point[], plot: Box, side: number): (point: Point) => Point {
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const
  const [left, right] = range(points.map(({ x }) => x))
  const [low, high] = range(points.map(({ y }) => y))
  const room = (length: number) => Math.max(1, length - side)
  const unit = Math.min(room(plot.width) / Math.max(1e-9, right - left), room(plot.height) / Math.max(1e-9, high - low))
  const middle = { x: plot.x + plot.width / 2, y: plot.y + plot.height / 2 }
  return ({ x, y }) => ({ x: middle.x + unit * (x - (left + right) / 2), y: middle.y - unit * (y - (low + high) / 2) })
}
