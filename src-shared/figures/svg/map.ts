import type { MapBody, Point } from '../figure.ts'
import { fineUnit } from '../sizes.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { pictureUri, snapped } from './pictures.ts'
import { pictureRaster } from './raster.ts'
import { fitText, textWidth } from './text.ts'

/** Both axes of one length a unit, so that distances are what they are; pictures where their points lie. */
export function drawMap(canvas: SvgCanvas, body: MapBody, box: Box, look: PageLook): void {
  const { text, leading, hairline } = look
  const { points, marks, size, channels } = body
  const plot: Box = { x: box.x, y: box.y + leading * 1.2, width: box.width, height: box.height - leading * 2.5 }
  const side = pictureScale(plot, points.length, size) * size * fineUnit
  const place = placing([...points, ...marks], plot, side)
  const origin = place({ x: 0, y: 0 })
  const rule = { colour: palette.line, width: hairline }
  canvas.line(plot.x, origin.y, plot.x + plot.width, origin.y, rule)
  canvas.line(origin.x, plot.y, origin.x, plot.y + plot.height, rule)
  canvas.text(fitText(body.yTitle, box.width, text, 'regular'), box.x, box.y + text, { size: text, fill: palette.ink2 })
  canvas.text(fitText(body.xTitle, box.width, text, 'regular'), box.x + box.width, box.y + box.height - text * 0.3, {
    ...{ size: text, fill: palette.ink2, anchor: 'end' },
  })
  const scale = Math.round(side / size / fineUnit)
  for (const point of points) {
    const { x, y } = place(point)
    const corner = { x: snapped(x - side / 2), y: snapped(y - side / 2) }
    canvas.image({ ...corner, width: side, height: side }, pictureUri(pictureRaster(point.pixels, size, channels), scale, look))
  }
  for (const { label, ...point } of marks) {
    const { x, y } = place(point)
    canvas.circle(x, y, text * 0.35, { fill: palette.panel, stroke: { colour: palette.accent, width: look.line } })
    const width = textWidth(label, text, 'strong')
    const right = x + text * 0.7 + width <= plot.x + plot.width
    const ground = {
      x: right ? x + text * 0.5 : x - text * 0.9 - width,
      y: y - text * 0.65,
      width: width + text * 0.4,
      height: text * 1.3,
    }
    canvas.rect(ground, { fill: palette.panel, radius: text * 0.2 })
    canvas.text(label, ground.x + text * 0.2, y + text * 0.36, { size: text, face: 'strong', fill: palette.accent })
  }
}

/** So large that all pictures together would fill two fifths of the plot. */
function pictureScale({ width, height }: Box, count: number, size: number): number {
  return Math.max(1, Math.floor(Math.sqrt((0.4 * width * height) / count) / (size * fineUnit)))
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
