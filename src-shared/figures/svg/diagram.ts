import type { DiagramBody, DiagramBox, DiagramRow } from '../figure.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { fitText, textWidth } from './text.ts'

/** Rows of boxes joined by arrows; a row's last box leads to the next row's first. */
export function drawDiagram(canvas: SvgCanvas, { rows }: DiagramBody, box: Box, look: PageLook): void {
  const { text, leading } = look
  const between = leading * 1.1
  const each = (box.height - between * (rows.length - 1)) / rows.length
  const lines = Math.max(...rows.flatMap(({ boxes }) => boxes.map((one) => one.lines.length)))
  const height = Math.min(each - leading * 1.6, leading * (lines + 2.4))
  for (const [r, row] of rows.entries()) {
    const y = box.y + r * (each + between)
    canvas.text(fitText(row.label, box.width, text, 'strong'), box.x, y + text, {
      size: text,
      face: 'strong',
      fill: palette.accent,
    })
    drawBoxes(canvas, row, { x: box.x, y: y + leading * 1.5, width: box.width, height }, look)
  }
}

function drawBoxes(canvas: SvgCanvas, { boxes }: DiagramRow, row: Box, look: PageLook): void {
  const { text } = look
  const arrow = text * 1.5
  const padding = text * 0.6
  const wishes = boxes.map(({ title, lines }) => {
    const widths = [textWidth(title, text, 'strong'), ...lines.map((line) => textWidth(line, text, 'mono'))]
    return Math.max(text * 2, ...widths) + 2 * padding
  })
  const room = row.width - arrow * (boxes.length - 1)
  const wished = wishes.reduce((a, b) => a + b, 0)
  // Too wide: everything in the boxes is set smaller. Room left: it is shared out, up to half as much again.
  const scale = Math.min(1, room / wished)
  const stretch = Math.min(1.5, room / wished)
  let x = row.x
  const middle = row.y + row.height / 2
  for (const [i, box] of boxes.entries()) {
    const width = wishes[i]! * stretch
    drawBox(canvas, box, { ...row, x, width }, look, scale)
    x += width
    if (i === boxes.length - 1) break
    const stroke = { colour: palette.ink2, width: look.line * 0.7 }
    const tip = x + arrow * 0.9
    canvas.line(x + arrow * 0.1, middle, tip - text * 0.3, middle, stroke)
    canvas.polygon(
      [
        [tip, middle],
        [tip - text * 0.45, middle - text * 0.28],
        [tip - text * 0.45, middle + text * 0.28],
      ],
      palette.ink2,
    )
    x += arrow
  }
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
