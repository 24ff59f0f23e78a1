/** Longer, and a name is told by what the others have not. */
export const longestName = 18

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** As people see them: an emoji of several code points is one. */
const charactersOf = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment)

/** How much of all names is the same, up to a hyphen: names are `<preset>-<what differs>-<n>`. */
function sharedLength(names: readonly string[]): number {
  const [first = '', ...others] = names
  let length = 0
  while (length < first.length && others.every((name) => name[length] === first[length])) length++
  return first.lastIndexOf('-', length - 1) + 1
}

/** A run's name where there is little room: a long one without the beginning that it shares with those beside it, "…beta0.05-1". */
export function nameAmong(name: string, names: readonly string[]): string {
  if (name.length <= longestName || names.length < 2 || !names.includes(name)) return name
  const shared = sharedLength(names)
  return shared > 1 ? `…${name.slice(shared)}` : name
}

/** As `nameAmong`, where there is least room: from the value on in which the names differ, "…0.05-1". */
export function valueAmong(name: string, names: readonly string[]): string {
  if (nameAmong(name, names) === name) return name
  const all = names.map(charactersOf)
  const own = charactersOf(name)
  let shared = 0
  while (shared < own.length && all.every((other) => other[shared] === own[shared])) shared++
  const before = own
    .slice(0, shared)
    .join('')
    .replace(/[\d.]+$/, '')
  return `…${name.slice(before.length)}`
}

/** At the end, at most: what differs and a number. */
const longestEnd = 16

/** Words of names, `<preset>-<what differs>-<n>`, that every one of those beside each other has. */
export function sharedWords(names: readonly string[]): ReadonlySet<string> {
  const [first = [], ...others] = names.map((name) => name.split('-'))
  return new Set(others.length === 0 ? [] : first.filter((word) => others.every((words) => words.includes(word))))
}

interface Piece {
  text: string
  readonly shared: boolean
}

/** A name's words, each with the hyphen behind it; those that follow each other and are shared, or are not, together. */
function piecesOf(name: string, shared: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = []
  for (const word of name.match(/[^-]*-|[^-]+$/g) ?? []) {
    const isShared = shared.has(word.replace(/^…|-$/g, ''))
    const last = pieces.at(-1)
    if (last?.shared === isShared) last.text += word
    else pieces.push({ text: word, shared: isShared })
  }
  return pieces
}

/** What is shared gives, from its end: "slides…beta0.3-…4"; where that is not enough, what is not. Nothing where all or none is shared. */
function withoutShared(text: string, kept: number, shared: ReadonlySet<string>): string | undefined {
  const pieces = piecesOf(text, shared)
  const own = pieces.flatMap(({ shared: gives, text: words }) => (gives ? [] : [words]))
  if (own.length === 0 || own.length === pieces.length) return undefined
  let room = kept - charactersOf(own.join('')).length
  if (room < 0) return withoutMiddle(own.join('').replace(/-$/, ''), kept)
  return pieces
    .map(({ shared: gives, text: words }) => {
      if (!gives) return words
      const all = charactersOf(words)
      const part = all.slice(0, room)
      room -= part.length
      return part.length === all.length ? words : `${part.join('')}…`
    })
    .join('')
}

/**
 * So many characters of a text, of its beginning and its end: "slides-be…Size32-1".
 *
 * @param shared words that those beside it have too, which give first
 */
export function withoutMiddle(text: string, kept: number, shared: ReadonlySet<string> = new Set()): string {
  const all = charactersOf(text)
  if (all.length <= kept) return text
  const apart = withoutShared(text, kept, shared)
  if (apart !== undefined) return apart
  const end = Math.min(longestEnd, Math.ceil(kept / 2))
  return `${all.slice(0, kept - end).join('')}…${all.slice(-end).join('')}`
}

/** As `nameAmong`, with `kept` of its characters at most, for what cannot be measured: an option, a label of a chart. */
export function briefAmong(name: string, names: readonly string[], kept: number): string {
  return withoutMiddle(nameAmong(name, names), kept)
}
