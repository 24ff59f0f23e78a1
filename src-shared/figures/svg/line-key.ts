import { nameAmong } from '../../format/run-names.ts'
import type { ChartLine } from '../figure.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import { seriesColour } from './palette.ts'
import { fitText, textWidth, wrapText } from './text.ts'

/** Names and values of lines above a chart, for where they are too long, or too many, to stand at the lines' ends. */
export interface LineKey {
  readonly entries: readonly KeyEntry[]
  readonly height: number
}

interface KeyEntry {
  readonly line: ChartLine
  /** The name in lines of text; the value stands behind the last. */
  readonly name: readonly string[]
  readonly x: number
  /** Of the first line of text. */
  readonly row: number
}

export interface KeyLook {
  readonly text: number
  readonly leading: number
  readonly line: number
}

/** Share of a panel's width that names at the ends may take, and of its height that names above may. */
const mostAtEnds = 0.36
const mostAbove = 0.42

/** @returns undefined where the names are better off at the lines' ends */
export function keyFor(lines: readonly ChartLine[], box: Box, look: KeyLook): LineKey | undefined {
  const { text, leading } = look
  const named = lines.filter(({ label }) => label !== '')
  const widest = Math.max(
    0,
    ...named.map(({ label, value }) => textWidth(label, text, 'strong') + textWidth(value, text, 'mono')),
  )
  const roomy = widest + text <= box.width * mostAtEnds && named.length * text * 1.2 <= box.height - leading * 4.5
  if (named.length === 0 || roomy) return undefined
  const rows = Math.max(1, Math.floor((box.height * mostAbove) / leading))
  const flowing = flow(named, box.width, text)
  const entries = rowsOf(flowing) <= rows ? flowing : inColumns(named, box.width, Math.ceil(named.length / rows), text)
  return { entries, height: rowsOf(entries) * leading }
}

const rowsOf = (entries: readonly KeyEntry[]) => Math.max(...entries.map(({ name, row }) => row + name.length))
const swatch = (text: number) => text * 1.8
const valueWidth = ({ value }: ChartLine, text: number) => (value === '' ? 0 : textWidth(value, text, 'mono') + text * 0.5)

/** One after another, as words in lines; a name that is wider than all of them has two. */
function flow(lines: readonly ChartLine[], width: number, text: number): KeyEntry[] {
  const entries: KeyEntry[] = []
  let [x, row] = [0, 0]
  for (const line of lines) {
    const name = wrapText(line.label, width - swatch(text) - valueWidth(line, text), text, 'strong', 2, true)
    const own = swatch(text) + Math.max(...name.map((part) => textWidth(part, text, 'strong'))) + valueWidth(line, text)
    if (x > 0 && (x + own > width || name.length > 1)) {
      x = 0
      row++
    }
    entries.push({ line, name, x, row })
    x += own + text * 1.2
    if (name.length > 1) {
      x = 0
      row += name.length
    }
  }
  return entries
}

/** In so many columns: names without what they all begin with, and shortened. */
function inColumns(lines: readonly ChartLine[], width: number, columns: number, text: number): KeyEntry[] {
  const each = width / columns
  const names = lines.map(({ label }) => label)
  return lines.map((line, i) => ({
    line,
    name: [fitText(nameAmong(line.label, names), each - text - swatch(text) - valueWidth(line, text), text, 'strong')],
    x: (i % columns) * each,
    row: Math.floor(i / columns),
  }))
}

export function drawKey(canvas: SvgCanvas, { entries }: LineKey, box: Box, { text, leading, line: width }: KeyLook): void {
  for (const { line, name, x, row } of entries) {
    const baseline = box.y + row * leading + text
    const colour = seriesColour(line.colour)
    const middle = baseline - text * 0.36
    const left = box.x + x + swatch(text)
    canvas.line(box.x + x, middle, left - swatch(text) * 0.25, middle, { colour, width, dash: line.dash })
    for (const [i, part] of name.entries())
      canvas.text(part, left, baseline + i * leading, { size: text, face: 'strong', fill: colour })
    const after = left + textWidth(name.at(-1)!, text, 'strong') + text * 0.5
    canvas.text(line.value, after, baseline + (name.length - 1) * leading, { size: text, face: 'mono', fill: colour })
  }
}
