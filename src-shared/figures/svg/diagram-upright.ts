import type { DiagramBody, DiagramBox } from '../figure.ts'
import { drawArrow } from './arrow.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { fitText, textWidth, wrapText } from './text.ts'

/** Each row as a column of wide, low boxes, read from above; a column's last box leads to the next column's first. */
export function drawUpright(canvas: SvgCanvas, { rows }: DiagramBody, box: Box, look: PageLook): void {
  const { small: text } = look
  const leading = text * 1.25
  const gutter = text * 2
  const width = (box.width - gutter * (rows.length - 1)) / rows.length
  const labels = rows.map(({ label }) => wrapText(label, width, text, 'strong', 3))
  const labelHeight = Math.max(...labels.map((lines) => lines.length)) * leading + text * 0.5
  const most = Math.max(...rows.map(({ boxes }) => boxes.length))
  const arrow = text * 0.95
  const height = Math.min(leading * 2.7, (box.height - labelHeight - arrow * (most - 1)) / most)
  let from: Box | undefined
  for (const [r, { boxes }] of rows.entries()) {
    const x = box.x + r * (width + gutter)
    for (const [i, line] of labels[r]!.entries())
      canvas.text(line, x, box.y + text + i * leading, { size: text, face: 'strong', fill: palette.accent })
    const places = boxes.map((_, i): Box => ({ x, y: box.y + labelHeight + i * (height + arrow), width, height }))
    if (from) drawCrossing(canvas, from, places[0]!, look)
    for (const [i, place] of places.entries()) {
      drawWideBox(canvas, boxes[i]!, place, look)
      const middle = x + width / 2
      if (i > 0)
        drawArrow(
          canvas,
          [
            { x: middle, y: place.y - arrow + text * 0.1 },
            { x: middle, y: place.y - text * 0.1 },
          ],
          text,
          look.line,
        )
    }
    from = places.at(-1)
  }
}

/** Its title and its last line at the ends of one line, the others below as far as there is room. */
function drawWideBox(canvas: SvgCanvas, { look: kind, title, lines }: DiagramBox, place: Box, look: PageLook): void {
  const { small: text } = look
  const leading = text * 1.25
  const data = kind === 'data'
  const stroke = { colour: data ? palette.lineStrong : palette.accent, width: look.hairline * 1.5 }
  canvas.rect(place, { fill: data ? palette.panel : palette.accentSoft, stroke, radius: text * 0.35 })
  const left = place.x + text * 0.5
  const width = place.width - text
  const beside = lines.at(-1) ?? ''
  const room = width - textWidth(beside, text, 'mono') - text * 0.5
  const below = lines.slice(0, -1).slice(0, Math.max(0, Math.floor(place.height / leading + 0.1) - 1))
  const first = place.y + (place.height - (below.length + 1) * leading) / 2 + text * 0.98
  canvas.text(fitText(title, room, text, 'strong'), left, first, { size: text, face: 'strong', fill: palette.ink })
  canvas.text(beside, left + width, first, { size: text, face: 'mono', fill: palette.ink2, anchor: 'end' })
  for (const [i, line] of below.entries()) {
    const words = fitText(line, width, text, 'mono')
    canvas.text(words, left, first + (i + 1) * leading, { size: text, face: 'mono', fill: palette.ink2 })
  }
}

/** From a column's last box through the gutter up into the next column's first. */
function drawCrossing(canvas: SvgCanvas, from: Box, to: Box, { small: text, line }: PageLook): void {
  const middle = (from.x + from.width + to.x) / 2
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2]
  const path = [
    { x: from.x + from.width + text * 0.1, y: start },
    { x: middle, y: start },
    { x: middle, y: end },
    { x: to.x - text * 0.1, y: end },
  ]
  drawArrow(canvas, path, text, line)
}
