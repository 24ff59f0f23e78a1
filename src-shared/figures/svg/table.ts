import type { TableBody, TableCell, TableColumn } from '../figure.ts'
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
  readonly body: TableBody
  readonly text: number
  readonly leading: number
  readonly widths: readonly number[]
  readonly gap: number
  /** Blocks of rows beside each other. */
  readonly blocks: number
  readonly rowsEach: number
}

/** Of the page's text size: large where there is room, and small before anything is left out. */
const shares = [1.3, 1.15, 1, 0.9, 0.8, 0.7, 0.6]

const total = (widths: readonly number[], gap: number) => widths.reduce((a, b) => a + b, 0) + gap * (widths.length - 1)

function layAt(body: TableBody, text: number, box: Box): TableLayout & { fits: boolean } {
  const { columns, rows } = body
  const [leading, gap] = [text * 1.6, text * 1.4]
  const widths = columns.map(({ head }, c) => Math.max(cellWidth(head, text), ...rows.map((row) => cellWidth(row[c]!, text))))
  const most = Math.max(1, Math.floor(box.height / leading) - 1)
  const blocks = Math.max(1, Math.ceil(rows.length / most))
  const rowsEach = Math.ceil(rows.length / blocks)
  const fits = blocks * total(widths, gap) + (blocks - 1) * gap * 2 <= box.width
  return { body, text, leading, widths, gap, blocks, rowsEach, fits }
}

/** In the largest size that has room for everything, turned and in blocks beside each other if need be; else with texts shortened. */
function layTable(body: TableBody, box: Box, look: PageLook): TableLayout {
  const bodies = body.turnable ? [body, turned(body)] : [body]
  for (const share of shares) {
    const found = bodies.map((one) => layAt(one, look.text * share, box)).find(({ fits }) => fits)
    if (found) return found
  }
  const least = bodies
    .map((one) => layAt(one, look.text * shares.at(-1)!, box))
    .sort((a, b) => total(a.widths, a.gap) - total(b.widths, b.gap))[0]!
  const room = (box.width - (least.blocks - 1) * least.gap * 2) / least.blocks
  const widths = [...least.widths]
  // The widest gives first, a little at a time, so that short columns stay whole.
  while (total(widths, least.gap) > room && widths.some((width) => width > least.text * 2)) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest]! -= least.text * 0.5
  }
  return { ...least, widths }
}

function turned({ columns, rows }: TableBody): TableBody {
  const [corner, ...others] = columns as [TableColumn, ...TableColumn[]]
  return {
    ...{ type: 'table', turnable: true },
    columns: [corner, ...rows.map((row): TableColumn => ({ head: row[0]!, align: 'right' }))],
    rows: others.map(({ head }, c) => [head, ...rows.map((row) => row[c + 1]!)]),
  }
}

export function drawTable(canvas: SvgCanvas, given: TableBody, box: Box, look: PageLook): void {
  const layout = layTable(given, box, look)
  const { body, leading, widths, gap, blocks, rowsEach } = layout
  const width = widths.reduce((a, b) => a + b, 0) + gap * (widths.length - 1)
  for (let block = 0; block < blocks; block++) {
    const left = box.x + block * (width + gap * 2)
    drawRow(
      canvas,
      body,
      body.columns.map(({ head }) => head),
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
