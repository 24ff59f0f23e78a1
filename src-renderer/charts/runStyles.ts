import { patterns } from './dashes.ts'
import type { LineStyle } from './lines.ts'

export type LineLook = Pick<LineStyle, 'colour' | 'dash'>

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
