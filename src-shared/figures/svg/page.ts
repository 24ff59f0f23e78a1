import type { Figure } from '../figure.ts'
import type { FigureSize } from '../sizes.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import { palette } from './palette.ts'
import { wrapText } from './text.ts'

/** How large everything is on a page, in points. */
export interface PageLook {
  readonly size: FigureSize
  readonly text: number
  /** The least that anything is written in. */
  readonly small: number
  readonly title: number
  /** From one line of text to the next. */
  readonly leading: number
  /** Between parts of the figure. */
  readonly gap: number
  readonly line: number
  readonly strongLine: number
  readonly hairline: number
}

/** In points: what can still be read from the last row, and at arm's length. */
const leastText = { slide: 14, print: 7 }

export function pageLook(size: FigureSize, textScale: number, lineScale: number): PageLook {
  const text = size.text * textScale
  const small = Math.min(leastText[size.medium], size.text) * textScale
  const [line, strongLine, hairline] = size.medium === 'slide' ? [2.25, 3, 1] : [1, 1.4, 0.5]
  return {
    ...{ size, text, small, title: size.title * textScale, leading: text * 1.35, gap: text * 0.75 },
    ...{ line: line * lineScale, strongLine: strongLine * lineScale, hairline: hairline * lineScale },
  }
}

/** Title above, caption below. @returns what is left for the body */
export function drawFrame(canvas: SvgCanvas, { title, caption }: Pick<Figure, 'title' | 'caption'>, look: PageLook): Box {
  const { width, height, margin } = look.size
  const across = width - 2 * margin
  let top = margin
  for (const line of wrapText(title, across, look.title, 'strong', 2)) {
    canvas.text(line, margin, top + look.title * 0.95, { size: look.title, face: 'strong', fill: palette.ink })
    top += look.title * 1.25
  }
  if (title !== '') top += look.gap * 0.75
  let bottom = height - margin
  if (caption) {
    const lines = wrapText(caption, across, look.text, 'regular', 3)
    bottom -= lines.length * look.leading
    for (const [i, line] of lines.entries()) {
      canvas.text(line, margin, bottom + i * look.leading + look.text, { size: look.text, fill: palette.ink3 })
    }
    bottom -= look.gap * 0.75
  }
  return { x: margin, y: top, width: across, height: Math.max(look.text, bottom - top) }
}
