import type { SeriesData } from './run-store.ts'

/**
 * How points lie in a blob: three little-endian float64 columns of n values each, one after another: steps, times (UTC milliseconds)
 * and values. 24 bytes a point; reading is three copies of memory. (Every platform the program runs on is little-endian.)
 */
const bytesPerPoint = 24

const bytesOf = (column: Float64Array) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)

/** @returns 24·n bytes */
export function packPoints({ steps, times, values }: SeriesData): Buffer {
  const blob = Buffer.allocUnsafe(bytesPerPoint * steps.length)
  for (const [i, column] of [steps, times, values].entries()) blob.set(bytesOf(column), i * column.byteLength)
  return blob
}

/**
 * Concatenates blobs in order; a blob's size says how many points it holds.
 *
 * @param count points in all of them, so that blobs are read, copied and forgotten one by one
 */
export function unpackPoints(blobs: Iterable<Uint8Array>, count: number): SeriesData {
  const columns = [new Float64Array(count), new Float64Array(count), new Float64Array(count)] as const
  const targets = columns.map(bytesOf)
  let offset = 0
  for (const blob of blobs) {
    const size = blob.byteLength / 3
    for (const [i, target] of targets.entries()) target.set(blob.subarray(i * size, (i + 1) * size), offset)
    offset += size
  }
  return { steps: columns[0], times: columns[1], values: columns[2] }
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
