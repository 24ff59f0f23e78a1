import type { ChartLine } from '../figure.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import { seriesColour } from './palette.ts'
import { fitText, textWidth } from './text.ts'

/** Names and values of lines above a chart, for where they are too long, or too many, to stand at the lines' ends. */
export interface LineKey {
  readonly entries: readonly KeyEntry[]
  readonly height: number
}

interface KeyEntry {
  readonly line: ChartLine
  readonly name: string
  readonly x: number
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
  const entries = flowing.at(-1)!.row < rows ? flowing : inColumns(named, box.width, Math.ceil(named.length / rows), text)
  return { entries, height: (entries.at(-1)!.row + 1) * leading }
}

const swatch = (text: number) => text * 1.8
const valueWidth = ({ value }: ChartLine, text: number) => (value === '' ? 0 : textWidth(value, text, 'mono') + text * 0.5)
const shortened = (line: ChartLine, width: number, text: number) =>
  fitText(line.label, width - swatch(text) - valueWidth(line, text), text, 'strong')

/** One after another, as words in lines. */
function flow(lines: readonly ChartLine[], width: number, text: number): KeyEntry[] {
  const entries: KeyEntry[] = []
  let [x, row] = [0, 0]
  for (const line of lines) {
    const name = shortened(line, width, text)
    const own = swatch(text) + textWidth(name, text, 'strong') + valueWidth(line, text)
    if (x > 0 && x + own > width) {
      x = 0
      row++
    }
    entries.push({ line, name, x, row })
    x += own + text * 1.2
  }
  return entries
}

/** Names shortened to so many columns. */
function inColumns(lines: readonly ChartLine[], width: number, columns: number, text: number): KeyEntry[] {
  const each = width / columns
  return lines.map((line, i) => ({
    line,
    name: shortened(line, each - text, text),
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
    canvas.text(name, left, baseline, { size: text, face: 'strong', fill: colour })
    const after = left + textWidth(name, text, 'strong') + text * 0.5
    canvas.text(line.value, after, baseline, { size: text, face: 'mono', fill: colour })
  }
}
