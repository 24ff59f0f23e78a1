/** Dashes and gaps in px; the first is a solid line. */
export const patterns: readonly (readonly number[])[] = [[], [8, 7], [2, 4], [12, 4, 2, 4]]

/** How a line looks. */
export interface LineLook {
  /** Number of the token `--series-n`. */
  readonly colour: number
  /** Dashes and gaps in px, where the line is not solid. */
  readonly dash?: readonly number[]
}

/** Every run's colour as it keeps it, and a dash where one before it has the same. */
export function styleRuns(runs: readonly string[], colourOf: (run: string) => number): Map<string, LineLook> {
  const uses = new Map<number, number>()
  return new Map(
    runs.map((run) => {
      const colour = colourOf(run)
      const use = uses.get(colour) ?? 0
      uses.set(colour, use + 1)
      return [run, { colour, dash: patterns[use % patterns.length]! }]
    }),
  )
}

/** Tokens `--series-1` … `--series-5`. */
const colours = 5

/**
 * Gives every run a colour, which it keeps: the first that no other of these runs has, or the one that fewest have.
 *
 * @param kept colours by run id, from 1
 * @returns the same with the new ones added
 */
export function assignColours(kept: Readonly<Record<string, number>>, runs: readonly string[]): Record<string, number> {
  const next = { ...kept }
  const uses = Array.from({ length: colours }, () => 0)
  for (const run of runs) if (next[run]) uses[next[run] - 1]!++
  for (const run of runs) {
    if (next[run]) continue
    const least = uses.indexOf(Math.min(...uses))
    uses[least]!++
    next[run] = least + 1
  }
  return next
}
