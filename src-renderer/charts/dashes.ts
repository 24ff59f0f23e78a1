import { patterns } from '../../src-shared/charts/run-styles.ts'
import { nearestIndex, type Point } from './lines.ts'

/** Share of the range of y within which two lines look like one. */
const touching = 0.012
/** Share of a line's points that must touch before it is dashed. */
const enough = 0.25

export interface Dashable {
  readonly colour: number
  readonly smoothed: readonly Point[]
}

function coincide(line: Dashable, other: Dashable, tolerance: number): boolean {
  let near = 0
  let compared = 0
  for (const { x, y } of line.smoothed) {
    const at = other.smoothed[nearestIndex(other.smoothed, x)]
    if (!at || !Number.isFinite(y) || !Number.isFinite(at.y)) continue
    compared++
    if (Math.abs(at.y - y) <= tolerance) near++
  }
  return compared > 1 && near >= compared * enough
}

/**
 * Dashes for lines that could not be told apart from one below them: of its colour, or lying on it. The line below shows through the
 * gaps.
 *
 * @param lines the topmost first, as Chart.js draws them
 * @returns a pattern for each line, empty for a solid one
 */
export function dashPatterns(lines: readonly Dashable[]): (readonly number[])[] {
  const values = lines.flatMap(({ smoothed }) => smoothed.map((point) => point.y).filter(Number.isFinite))
  const range = values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity)
  const chosen: number[] = []
  for (const [above, line] of [...lines].reverse().entries()) {
    const alike = (other: Dashable) => other.colour === line.colour || coincide(line, other, range * touching)
    const taken = new Set(chosen.filter((_, below) => alike(lines.at(-1 - below)!)))
    const free = patterns.findIndex((_, pattern) => !taken.has(pattern))
    chosen.push(free < 0 ? above % patterns.length : free)
  }
  return chosen.reverse().map((pattern) => patterns[pattern]!)
}
