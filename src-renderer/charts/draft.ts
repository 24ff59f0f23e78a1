import { decimate } from '../../src-shared/series.ts'
import type { ChartLine, Point } from './lines.ts'

/** Points of all lines that a processor alone draws wide sixty times a second. */
const lightPoints = 1000
/** Of all lines in a draft. */
const draftPoints = 4000

const pointsOf = (lines: readonly ChartLine[]) => lines.reduce((sum, { raw, smoothed }) => sum + raw.length + smoothed.length, 0)

/** Whether a chart of these lines cannot follow the hand in full. */
export const isHeavy = (lines: readonly ChartLine[]) => pointsOf(lines) > lightPoints

function thin(points: Point[], most: number): Point[] {
  const values = Float64Array.from(points, ({ y }) => y)
  return [...decimate(values, Math.max(1, Math.floor(most / 5)))].map((i) => points[i]!)
}

/** A line as it is drawn while a heavy chart is moved: fewer points, with its spikes, and nothing behind it. */
export function draftOf(line: ChartLine, lines: number): ChartLine {
  return { ...line, raw: [], smoothed: thin(line.smoothed, draftPoints / lines) }
}
