import type { TableBody, TableCell } from '../figure.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette, seriesColour } from './palette.ts'
import { type Face, fitText, textWidth } from './text.ts'

const faceOf = ({ strong, number }: TableCell): Face => (number ? 'mono' : strong ? 'strong' : 'regular')
const dot = 0.9

function cellWidth(cell: TableCell, text: number): number {
  return textWidth(cell.text, text, faceOf(cell)) + (cell.colour === undefined ? 0 : text * dot)
}

interface TableLayout {
  readonly text: number
  readonly leading: number
  readonly widths: readonly number[]
  readonly gap: number
  /** Blocks of rows beside each other. */
  readonly blocks: number
  readonly rowsEach: number
}

/**
 * At the page's text size where that has room for every row, in blocks beside each other where they fit; else smaller, down to three
 * fifths. What is too wide even then has its texts shortened, the first column's first.
 */
function layTable({ columns, rows }: TableBody, box: Box, look: PageLook): TableLayout {
  const heads = columns.map(({ head }) => ({ text: head }))
  const natural = (text: number) =>
    columns.map((_, c) => Math.max(textWidth(heads[c]!.text, text, 'regular'), ...rows.map((row) => cellWidth(row[c]!, text))))
  const sum = (widths: readonly number[], gap: number) => widths.reduce((a, b) => a + b, 0) + gap * (widths.length - 1)
  let smallest: TableLayout | undefined
  for (const share of [1, 0.9, 0.8, 0.7, 0.6]) {
    const text = look.text * share
    const [leading, gap] = [text * 1.6, text * 1.4]
    const widths = natural(text)
    const most = Math.max(1, Math.floor(box.height / leading) - 1)
    const blocks = Math.max(1, Math.ceil(rows.length / most))
    const rowsEach = Math.ceil(rows.length / blocks)
    const across = blocks * sum(widths, gap) + (blocks - 1) * gap * 2
    smallest = { text, leading, widths, gap, blocks, rowsEach }
    if (across <= box.width) return smallest
  }
  const { text, gap, blocks } = smallest!
  const room = (box.width - (blocks - 1) * gap * 2) / blocks
  const widths = [...smallest!.widths]
  // The widest gives first, a little at a time, so that short columns stay whole.
  for (let excess = sum(widths, gap) - room; excess > 0; excess = sum(widths, gap) - room) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest] = Math.max(text, widths[widest]! - Math.max(text * 0.5, 0.01))
    if (widths.every((width) => width <= text)) break
  }
  return { ...smallest!, widths }
}

export function drawTable(canvas: SvgCanvas, body: TableBody, box: Box, look: PageLook): void {
  const layout = layTable(body, box, look)
  const { leading, widths, gap, blocks, rowsEach } = layout
  const width = widths.reduce((a, b) => a + b, 0) + gap * (widths.length - 1)
  for (let block = 0; block < blocks; block++) {
    const left = box.x + block * (width + gap * 2)
    drawRow(
      canvas,
      body,
      body.columns.map(({ head }) => ({ text: head })),
      { x: left, y: box.y },
      layout,
      palette.ink2,
    )
    const rule = box.y + leading * 0.98
    canvas.line(left, rule, left + width, rule, { colour: palette.lineStrong, width: look.hairline })
    for (const [i, row] of body.rows.slice(block * rowsEach, (block + 1) * rowsEach).entries()) {
      const y = box.y + (i + 1) * leading
      drawRow(canvas, body, row, { x: left, y }, layout, palette.ink)
      canvas.line(left, y + leading * 0.98, left + width, y + leading * 0.98, { colour: palette.line, width: look.hairline })
    }
  }
}

function drawRow(
  canvas: SvgCanvas,
  { columns }: TableBody,
  cells: readonly TableCell[],
  { x, y }: Pick<Box, 'x' | 'y'>,
  { text, leading, widths, gap }: TableLayout,
  ink: string,
): void {
  let left = x
  const baseline = y + leading * 0.5 + text * 0.36
  for (const [c, cell] of cells.entries()) {
    const { align } = columns[c]!
    const indent = cell.colour === undefined ? 0 : text * dot
    if (cell.colour !== undefined)
      canvas.circle(left + text * 0.3, baseline - text * 0.34, text * 0.3, { fill: seriesColour(cell.colour) })
    const face = faceOf(cell)
    const words = fitText(cell.text, widths[c]! - indent + 0.01, text, face)
    const fill = cell.strong ? palette.accent : ink
    const at = align === 'right' ? left + widths[c]! : left + indent
    canvas.text(words, at, baseline, { size: text, face, fill, ...(align === 'right' && { anchor: 'end' as const }) })
    left += widths[c]! + gap
  }
}
