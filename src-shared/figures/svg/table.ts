import { nameAmong } from '../../format/run-names.ts'
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
  /** Of each block's columns. */
  readonly widths: readonly (readonly number[])[]
  readonly gap: number
  /** Blocks of rows beside each other. */
  readonly blocks: number
  readonly rowsEach: number
  /** What there was no room for, in words; empty for nothing. */
  readonly left: string
}

/** Of the page's text size, where there is room. */
const largeShares = [1.3, 1.15, 1]
/** Leading and gaps between columns, in text sizes: airy, and close. */
const spacings = [
  [1.6, 1.4],
  [1.3, 0.9],
] as const

/** Of blocks of columns beside each other. */
const total = (blocks: readonly (readonly number[])[], gap: number) =>
  blocks.reduce((sum, widths) => sum + widths.reduce((a, b) => a + b, 0) + gap * (widths.length - 1), 0) +
  (blocks.length - 1) * gap * 2

function widthsOf({ columns, rows }: TableBody, text: number, blocks: number, rowsEach: number): number[][] {
  return Array.from({ length: blocks }, (_, block) => {
    const own = rows.slice(block * rowsEach, (block + 1) * rowsEach)
    return columns.map(({ head }, c) => Math.max(cellWidth(head, text), ...own.map((row) => cellWidth(row[c]!, text))))
  })
}

function layAt(body: TableBody, text: number, spacing: readonly [number, number], box: Box): TableLayout & { fits: boolean } {
  const [leading, gap] = [text * spacing[0], text * spacing[1]]
  const most = Math.max(1, Math.floor(box.height / leading) - 1)
  const blocks = Math.max(1, Math.ceil(body.rows.length / most))
  const rowsEach = Math.ceil(body.rows.length / blocks)
  const widths = widthsOf(body, text, blocks, rowsEach)
  return { body, text, leading, widths, gap, blocks, rowsEach, left: '', fits: total(widths, gap) <= box.width }
}

/**
 * In the largest size that has room for everything, turned, in blocks beside each other and with names cut to what tells them apart if
 * need be; else as much as there is room for.
 */
function layTable(body: TableBody, box: Box, look: PageLook): TableLayout {
  const bodies = body.turnable ? [body, turned(body)] : [body]
  const briefs = bodies.map(brief)
  const large = largeShares.map((share) => share * look.text)
  const ways = [
    ...[bodies, briefs].flatMap((all) => large.map((size) => ({ all, size, spacing: spacings[0] }))),
    ...[bodies, briefs].flatMap((all) => spacings.map((spacing) => ({ all, size: look.small, spacing }))),
  ]
  for (const { all, size, spacing } of ways) {
    const found = all.map((one) => layAt(one, size, spacing, box)).find(({ fits }) => fits)
    if (found) return found
  }
  const parts = briefs.map((one) => cut(one, box, look))
  return parts.reduce((best, part) => (shown(part) > shown(best) ? part : best))
}

/** What rows and columns are called, without what all of them begin with. */
function brief(body: TableBody): TableBody {
  const firsts = body.rows.map(([cell]) => cell!.text)
  const heads = body.columns.slice(1).map(({ head }) => head.text)
  const among = (cell: TableCell, names: readonly string[]) => ({ ...cell, text: nameAmong(cell.text, names) })
  return {
    ...body,
    columns: body.columns.map((column) => ({ ...column, head: among(column.head, heads) })),
    rows: body.rows.map(([first, ...others]) => [among(first!, firsts), ...others]),
  }
}

const shown = ({ body }: TableLayout) => body.rows.length * body.columns.length

/** At the least size: texts are shortened, and what then has no room is left to the figure's data, which is said below. */
function cut(body: TableBody, box: Box, { small: text }: PageLook): TableLayout {
  const close = spacings.at(-1)!
  const [leading, gap] = [text * close[0], text * close[1]]
  const least = (widths: readonly number[]) => [widths.map((width) => Math.min(width, text * 4.5))]
  const most = Math.max(1, Math.floor(box.height / leading) - 2)
  const [whole] = widthsOf(body, text, 1, body.rows.length) as [number[]]
  let columns = whole.length
  while (columns > 1 && total(least(whole.slice(0, columns)), gap) > box.width) columns--
  const narrow = total(least(whole.slice(0, columns)), gap)
  const wanted = Math.ceil(body.rows.length / most)
  const blocks = Math.max(1, Math.min(wanted, Math.floor((box.width + gap * 2) / (narrow + gap * 2))))
  const rows = Math.min(body.rows.length, blocks * most)
  const kept = {
    ...body,
    columns: body.columns.slice(0, columns),
    rows: body.rows.slice(0, rows).map((row) => row.slice(0, columns)),
  }
  const rowsEach = Math.ceil(rows / blocks)
  const widths = widthsOf(kept, text, blocks, rowsEach)
  // The widest gives first, a little at a time, so that short columns stay whole; what rows are called, last.
  for (const [from, until] of [
    [1, text * 5],
    [0, text * 2],
  ] as const) {
    while (total(widths, gap) > box.width) {
      const places = widths.flatMap((own, b) => own.map((width, c) => ({ b, c, width }))).filter(({ c }) => c >= from)
      const widest = places.reduce((a, b) => (b.width > a.width ? b : a))
      if (widest.width <= until) break
      widths[widest.b]![widest.c]! -= text * 0.25
    }
  }
  const more = (count: number, what: string) => (count > 0 ? [`${count} ${what}${count === 1 ? '' : 's'}`] : [])
  const missing = [...more(body.rows.length - rows, 'row'), ...more(whole.length - columns, 'column')]
  return {
    ...{ text, leading, gap, widths, blocks, rowsEach, body: kept },
    left: missing.length > 0 ? `${missing.join(' and ')} more in the CSV` : '',
  }
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
  const { body, text, leading, widths, gap, blocks, rowsEach, left: unshown } = layout
  let left = box.x
  for (let block = 0; block < blocks; block++) {
    const own = { ...layout, widths: widths[block]! }
    const width = total([own.widths], gap)
    drawRow(
      canvas,
      body,
      body.columns.map(({ head }) => head),
      { x: left, y: box.y },
      own,
      palette.ink2,
    )
    const rule = box.y + leading * 0.98
    canvas.line(left, rule, left + width, rule, { colour: palette.lineStrong, width: look.hairline })
    for (const [i, row] of body.rows.slice(block * rowsEach, (block + 1) * rowsEach).entries()) {
      const y = box.y + (i + 1) * leading
      drawRow(canvas, body, row, { x: left, y }, own, palette.ink)
      canvas.line(left, y + leading * 0.98, left + width, y + leading * 0.98, { colour: palette.line, width: look.hairline })
    }
    left += width + gap * 2
  }
  const below = box.y + (rowsEach + 1) * leading + text
  canvas.text(fitText(unshown, box.width, text, 'regular'), box.x, below, { size: text, fill: palette.ink3 })
}

function drawRow(
  canvas: SvgCanvas,
  { columns }: TableBody,
  cells: readonly TableCell[],
  { x, y }: Pick<Box, 'x' | 'y'>,
  { text, leading, widths, gap }: Pick<TableLayout, 'text' | 'leading' | 'gap'> & { readonly widths: readonly number[] },
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
