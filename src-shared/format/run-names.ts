/** Longer, and a name is told by what the others have not. */
export const longestName = 18

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

/** At the end, at most: what differs and a number. */
const longestEnd = 16

/** So many characters of a text, of its beginning and its end: "slides-be…Size32-1". */
export function withoutMiddle(text: string, kept: number): string {
  if (text.length <= kept) return text
  const end = Math.min(longestEnd, Math.ceil(kept / 2))
  return `${text.slice(0, kept - end)}…${text.slice(-end)}`
}
