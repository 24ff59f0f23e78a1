import type { DiagramBody, DiagramBox, DiagramRow } from '../figure.ts'
import { drawArrow } from './arrow.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import { drawUpright } from './diagram-upright.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { fitText, textWidth } from './text.ts'

/** Of the page's text size: as large as there is room for, up to a third more. */
const largest = 1.3

/** Boxes joined by arrows; a row's last box leads to the next row's first. Where rows are too wide for a text that can be read, they stand upright. */
export function drawDiagram(canvas: SvgCanvas, body: DiagramBody, box: Box, look: PageLook): void {
  const fits = Math.min(...body.rows.map((row) => rowScale(row, box.width, look))) * look.text >= look.small
  if (fits) drawRows(canvas, body, box, look)
  else drawUpright(canvas, body, box, look)
}

function drawRows(canvas: SvgCanvas, { rows }: DiagramBody, box: Box, look: PageLook): void {
  const { text, leading } = look
  const between = leading * 1.2
  const each = (box.height - between * (rows.length - 1)) / rows.length
  const lines = Math.max(...rows.flatMap(({ boxes }) => boxes.map((one) => one.lines.length)))
  const scale = Math.max(
    look.small / text,
    Math.min(largest, (each - leading * 1.5) / (leading * (lines + 1.4)), ...rows.map((row) => rowScale(row, box.width, look))),
  )
  const height = Math.min(each - leading * 1.5, leading * scale * (lines + 2.2))
  let from: Box | undefined
  let y = box.y
  for (const row of rows) {
    const places = placeBoxes(row, { x: box.x, y: y + leading * 1.5, width: box.width, height }, look, scale)
    const first = places[0]!
    const label = from ? first.x + first.width / 2 + text * 0.8 : box.x
    const words = fitText(row.label, box.x + box.width - label, text, 'strong')
    canvas.text(words, label, y + text, { size: text, face: 'strong', fill: palette.accent })
    if (from) drawTurn(canvas, from, first, y, look)
    for (const [i, place] of places.entries()) {
      drawBox(canvas, row.boxes[i]!, place, look, scale)
      const next = places[i + 1]
      const y = place.y + place.height / 2
      if (next)
        drawArrow(
          canvas,
          [
            { x: place.x + place.width + text * 0.1, y },
            { x: next.x - text * 0.1, y },
          ],
          text,
          look.line,
        )
    }
    from = places.at(-1)
    y += leading * 1.5 + height + between
  }
}

const arrowLength = ({ text }: PageLook) => text * 1.5

/** A box's width at the page's own text size. */
function wish({ title, lines }: DiagramBox, text: number): number {
  const widths = [textWidth(title, text, 'strong'), ...lines.map((line) => textWidth(line, text, 'mono'))]
  return Math.max(text * 2, ...widths) + 1.2 * text
}

function rowScale({ boxes }: DiagramRow, width: number, look: PageLook): number {
  const wished = boxes.reduce((sum, one) => sum + wish(one, look.text), 0)
  return (width - arrowLength(look) * (boxes.length - 1)) / wished
}

/** What room is left is shared out between the boxes, up to half as much again. */
function placeBoxes(row: DiagramRow, { x, y, width, height }: Box, look: PageLook, scale: number): Box[] {
  const stretch = Math.min(scale * 1.5, rowScale(row, width, look))
  let left = x
  return row.boxes.map((one) => {
    const place = { x: left, y, width: wish(one, look.text) * stretch, height }
    left += place.width + arrowLength(look)
    return place
  })
}

/** From a row's last box down, back and into the next row's first. */
function drawTurn(canvas: SvgCanvas, from: Box, to: Box, top: number, { text, leading, line }: PageLook): void {
  const [start, end, level] = [from.x + from.width / 2, to.x + to.width / 2, top - leading * 0.45]
  const path = [
    { x: start, y: from.y + from.height + text * 0.1 },
    { x: start, y: level },
    { x: end, y: level },
    { x: end, y: to.y - text * 0.1 },
  ]
  drawArrow(canvas, path, text, line)
}

function drawBox(canvas: SvgCanvas, { look: kind, title, lines }: DiagramBox, place: Box, look: PageLook, scale: number): void {
  const data = kind === 'data'
  const stroke = { colour: data ? palette.lineStrong : palette.accent, width: look.hairline * 1.5 }
  canvas.rect(place, { fill: data ? palette.panel : palette.accentSoft, stroke, radius: look.text * 0.35 })
  const text = look.text * scale
  const leading = look.leading * scale
  const shown = lines.slice(0, Math.max(0, Math.floor((place.height - text * 0.8) / leading) - 1))
  const centre = place.x + place.width / 2
  let baseline = place.y + (place.height - (shown.length + 1) * leading) / 2 + text
  canvas.text(title, centre, baseline, { size: text, face: 'strong', fill: palette.ink, anchor: 'middle' })
  for (const line of shown) {
    baseline += leading
    canvas.text(line, centre, baseline, { size: text, face: 'mono', fill: palette.ink2, anchor: 'middle' })
  }
}
