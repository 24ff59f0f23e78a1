import { distanceEdges } from '../../../src-shared/evaluation/measurements.ts'
import { methodLook } from '../../../src-shared/evaluation/method-looks.ts'
import type { EvaluationRow } from '../../../src-shared/evaluation/results.ts'
import type { MaskSpec } from '../../../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../../../src-shared/masks/registry.ts'

/** A point with its interval; without one where `low` is NaN. */
export interface IntervalPoint {
  readonly x: number
  readonly y: number
  readonly low: number
  readonly high: number
}

export interface IntervalLine {
  readonly name: string
  readonly label: string
  /** Number of the token `--series-n`; 0: the third ink. */
  readonly colour: number
  readonly dash: string
  readonly strong: boolean
  readonly points: readonly IntervalPoint[]
}

/** Short names for table heads and lines' ends. */
export const shortLabel = (row: Pick<EvaluationRow, 'method'>) => row.method

function lineOf(row: EvaluationRow, points: IntervalPoint[]): IntervalLine {
  const { colour, dash = [] } = methodLook(row.method)
  return { name: row.method, label: shortLabel(row), colour, dash: dash.join(' '), strong: row.method === 'model', points }
}

/** PSNR over missing pixels against the filling rate of random masks: x = p. */
export function linesByRate(rows: readonly EvaluationRow[]): IntervalLine[] {
  const lines = new Map<string, { row: EvaluationRow; points: IntervalPoint[] }>()
  for (const row of rows) {
    if (row.mask.kind !== 'random' || !Number.isFinite(row.psnr.mean)) continue
    const line = lines.get(row.method) ?? { row, points: [] }
    line.points.push({ x: row.mask.p, y: row.psnr.mean, low: row.psnr.low, high: row.psnr.high })
    lines.set(row.method, line)
  }
  return [...lines.values()].map(({ row, points }) =>
    lineOf(
      row,
      points.sort((a, b) => a.x - b.x),
    ),
  )
}

/** PSNR against the distance to the nearest known pixel, under one kind of mask: x counts the bins. */
export function linesByDistance(rows: readonly EvaluationRow[], mask: MaskSpec): IntervalLine[] {
  return rows
    .filter((row) => formatMaskSpec(row.mask) === formatMaskSpec(mask))
    .map((row) =>
      lineOf(
        row,
        row.psnrByDistance.map((y, x) => ({ x, y, low: Number.NaN, high: Number.NaN })).filter(({ y }) => Number.isFinite(y)),
      ),
    )
    .filter(({ points }) => points.length > 0)
}

/** What stands under each bin of distances: "1", "2", …, "> 8". */
export const distanceLabels = distanceEdges.map((edge, i) =>
  edge === Number.POSITIVE_INFINITY ? `> ${distanceEdges[i - 1]}` : i === 0 ? '1' : `≤ ${edge}`,
)
