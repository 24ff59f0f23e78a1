import { codeOf, columnBytes, layoutAt, layoutOf, plain, readColumn, writeColumn } from './columns.ts'
import type { SeriesData } from './run-store.ts'

/** A chunk of a series as the database has it. */
export interface PackedPoints {
  readonly count: number
  /** See `packPoints`. */
  readonly points: Uint8Array
}

/** Of a plain chunk: three float64 columns, one after another. */
const plainBytes = 24
/** Of a packed chunk: the columns' codes, filled up to a word. */
const headBytes = 8

/**
 * The columns steps, times (UTC milliseconds) and values, packed: 8 bytes that begin with a code for each column, then the columns, each as
 * small as its numbers allow (`columns.ts`). A loss takes 5 or 6 bytes a point: none for the step, 1 or 2 for the time, 4 for a value that
 * was computed in float32.
 *
 * Where that saves nothing the columns are plain, 24 bytes a point and no head, as all were before migration 7: the size tells.
 */
export function packPoints({ steps, times, values }: SeriesData): Buffer {
  const count = steps.length
  const columns = [steps, times, values].map((numbers) => {
    const layout = layoutOf(numbers)
    return { numbers, layout, bytes: columnBytes(layout, count) }
  })
  const size = columns.reduce((sum, { bytes }) => sum + bytes, headBytes)
  const packed = size < plainBytes * count
  const memory = new ArrayBuffer(packed ? size : plainBytes * count)
  const codes = new Uint8Array(memory)
  let offset = packed ? headBytes : 0
  for (const [i, { numbers, layout, bytes }] of columns.entries()) {
    if (packed) codes[i] = codeOf(layout)
    writeColumn(packed ? layout : plain, numbers, memory, offset)
    offset += packed ? bytes : numbers.byteLength
  }
  return Buffer.from(memory)
}

/**
 * Concatenates chunks in order.
 *
 * @param total points in all of them, so that chunks are read, unpacked and forgotten one by one
 */
export function unpackPoints(chunks: Iterable<PackedPoints>, total: number): SeriesData {
  const steps = new Float64Array(total)
  const times = new Float64Array(total)
  const values = new Float64Array(total)
  let start = 0
  for (const { count, points } of chunks) {
    const end = start + count
    const packed = points.byteLength !== plainBytes * count
    // Columns are read in place, which is only possible on whole words.
    const { buffer, byteOffset } = points.byteOffset % 8 === 0 ? points : new Uint8Array(points)
    let offset = byteOffset + (packed ? headBytes : 0)
    for (const [i, column] of [steps, times, values].entries()) {
      const layout = packed ? layoutAt(points[i]!, buffer, offset) : plain
      readColumn(layout, buffer, offset, column.subarray(start, end))
      offset += columnBytes(layout, count)
    }
    start = end
  }
  return { steps, times, values }
}

/** Points `start` to `end`, `end` excluded: views, nothing is copied. */
export function slicePoints({ steps, times, values }: SeriesData, start: number, end: number): SeriesData {
  if (start === 0 && end === steps.length) return { steps, times, values }
  return { steps: steps.subarray(start, end), times: times.subarray(start, end), values: values.subarray(start, end) }
}

export function concatPoints(parts: readonly SeriesData[]): SeriesData {
  const join = (columns: readonly Float64Array[]) => {
    const joined = new Float64Array(columns.reduce((sum, column) => sum + column.length, 0))
    let offset = 0
    for (const column of columns) {
      joined.set(column, offset)
      offset += column.length
    }
    return joined
  }
  return {
    steps: join(parts.map(({ steps }) => steps)),
    times: join(parts.map(({ times }) => times)),
    values: join(parts.map(({ values }) => values)),
  }
}

/** How many of the ascending `steps` are below `step`. */
export function countBelow(steps: Float64Array, step: number): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]! < step) low = middle + 1
    else high = middle
  }
  return low
}

/** Only points whose step is above `after` and above every one before: a step is recorded once. */
export function ascendingAfter(points: SeriesData, after: number): SeriesData {
  const kept: number[] = []
  let last = after
  points.steps.forEach((step, i) => {
    if (step <= last) return
    kept.push(i)
    last = step
  })
  if (kept.length === points.steps.length) return points
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]!)
  return { steps: pick(points.steps), times: pick(points.times), values: pick(points.values) }
}
