import widths from './font-widths.json' with { type: 'json' }

/** Inter 400, Inter 600, JetBrains Mono 400: what figures are written with. */
export type Face = 'regular' | 'strong' | 'mono'

/** An advance of every character of JetBrains Mono. */
const monoAdvance = 0.6
const tables: Record<Exclude<Face, 'mono'>, Readonly<Record<string, number>>> = { regular: widths[400], strong: widths[600] }

/** How wide a line of text is, in the unit of `size`; kerning is left out. */
export function textWidth(text: string, size: number, face: Face): number {
  if (face === 'mono') return [...text].length * monoAdvance * size
  const table = tables[face]
  let thousandths = 0
  for (const character of text)
    thousandths += table[character === noBreak ? ' ' : character] ?? (character.codePointAt(0)! > 0x2e80 ? 1000 : table.n!)
  return (thousandths * size) / 1000
}

/** The text, or as much of its beginning and end as fits, so that runs numbered at the end can still be told apart. */
export function fitText(text: string, width: number, size: number, face: Face): string {
  if (textWidth(text, size, face) <= width) return text
  const characters = [...text]
  for (let kept = characters.length - 1; kept > 0; kept--) {
    const end = Math.floor(kept / 3)
    const short = `${characters
      .slice(0, kept - end)
      .join('')
      .trimEnd()}…${end > 0 ? characters.slice(-end).join('').trimStart() : ''}`
    if (textWidth(short, size, face) <= width) return short
  }
  return textWidth('…', size, face) <= width ? '…' : ''
}

/** A space at which no line is broken. */
export const noBreak = '\u00a0'

/**
 * A text in pieces that a line may end after: at spaces, and with `names` behind hyphens and before a word's number too, "beta0.01-1".
 * None begins with a separating dot.
 */
function piecesOf(text: string, names: boolean): string[] {
  if (!names) return text.match(/[^ \t\n]+[ \t\n]*(?:·[ \t\n]+)*/g) ?? []
  const pieces = text.match(/[^ \t\n-]*-*[ \t\n]*(?:·[ \t\n]+)*/g) ?? []
  return pieces.flatMap((piece) => piece.split(/(?<=\p{L}{2})(?=\d)/u))
}

/**
 * Lines no wider than `width`, at most `most` of them; a word that is longer than a line is shortened, as is the last line.
 *
 * @param names lines may end behind a hyphen and before a number, as of a run's name
 */
export function wrapText(text: string, width: number, size: number, face: Face, most: number, names = false): string[] {
  const lines: string[] = []
  const pieces = piecesOf(text.trim(), names).filter((piece) => piece !== '')
  while (pieces.length > 0 && lines.length < most) {
    let line = pieces.shift()!
    if (lines.length === most - 1) line += pieces.splice(0).join('')
    while (pieces.length > 0 && textWidth((line + pieces[0]!).trimEnd(), size, face) <= width) line += pieces.shift()
    lines.push(fitText(line.replace(/[ \t\n]+/g, ' ').trimEnd(), width, size, face).replaceAll(noBreak, ' '))
  }
  return lines
}
