/** Something the palette can do. */
export interface Command {
  readonly id: string
  /** What stands in the list. */
  readonly label: string
  readonly group: 'Views' | 'This run' | 'Actions' | 'Runs'
  /** Quiet, beside the label. */
  readonly about?: string
  /** The key that does the same. */
  readonly key?: string
  /** Found by these words too. */
  readonly words?: string
  readonly run: () => unknown
}

const shown = 60

/**
 * The commands that hold every word, those first whose label begins with the text, then those with a word that begins with the first
 * one; else in the order given.
 */
export function findCommands(commands: readonly Command[], text: string): Command[] {
  const wanted = text.toLowerCase().trim()
  const words = wanted.split(/\s+/).filter(Boolean)
  if (words.length === 0) return commands.slice(0, shown)
  const rank = ({ label }: Command) => {
    const said = label.toLowerCase()
    if (said.startsWith(wanted)) return 0
    return said.split(/[\s-]+/).some((word) => word.startsWith(words[0]!)) ? 1 : 2
  }
  return commands
    .filter(({ label, group, about = '', words: more = '' }) => {
      const said = `${label} ${group} ${about} ${more}`.toLowerCase()
      return words.every((word) => said.includes(word))
    })
    .map((command) => ({ command, rank: rank(command) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ command }) => command)
    .slice(0, shown)
}
