import type { CoverBody } from '../figure.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { wrapText } from './text.ts'

/** A band of the restorer's hatching, then lines of text: a first slide. */
export function drawCover(canvas: SvgCanvas, { lines }: CoverBody, box: Box, { text }: PageLook): void {
  const [period, height] = [text * 0.5, text * 3.2]
  for (let x = box.x; x + period / 2 <= box.x + box.width; x += period) {
    canvas.rect({ x, y: box.y, width: period / 2, height }, { fill: palette.hatchGround })
  }
  let baseline = box.y + height + text * 2.6
  for (const line of lines) {
    for (const part of wrapText(line, box.width, text * 1.25, 'regular', 2)) {
      canvas.text(part, box.x, baseline, { size: text * 1.25, fill: palette.ink2 })
      baseline += text * 1.8
    }
  }
}
