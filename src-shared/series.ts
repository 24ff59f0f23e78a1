/** Smoothing and decimation of metric series. Smooth the full series first, then decimate. */

/**
 * TensorBoard's exponential smoothing with bias correction: last = s·last + (1 − s)·y; out = last / (1 − sⁿ), over finite values.
 * A constant series stays untouched, and a value that is not finite passes through.
 *
 * @param values [n]
 * @param factor s in [0, 1)
 * @returns [n]
 */
export function smooth(values: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(values.length)
  new Smoother(factor).extend(values, out)
  return out
}

/** The same for a series that grows: what has been smoothed is not smoothed again. */
export class Smoother {
  /** s in [0, 1) */
  readonly factor: number
  #done = 0
  #last = 0
  #power = 1
  #constant = true

  constructor(factor: number) {
    this.factor = factor
  }

  /**
   * @param values [n], the whole series; of it, what was there at the last call must be unchanged
   * @param out [≥ n], as the last call left it; filled up to n
   */
  extend(values: Float64Array, out: Float64Array): void {
    const n = values.length
    if (this.#constant) {
      let i = this.#done
      while (i < n && values[i] === values[0]) i++
      if (i < n) {
        // No longer constant: what was left as it is, is smoothed after all.
        this.#constant = false
        this.#done = 0
      }
    }
    if (this.factor <= 0 || this.#constant) out.set(values.subarray(this.#done), this.#done)
    else this.#smooth(values, out)
    this.#done = n
  }

  #smooth(values: Float64Array, out: Float64Array): void {
    const factor = this.factor
    const rest = 1 - factor
    let last = this.#last
    let power = this.#power
    let i = this.#done
    for (; i < values.length && power > 1e-17; i++) {
      const value = values[i]!
      if (isFiniteNumber(value)) {
        last = factor * last + rest * value
        power *= factor
        out[i] = last / (1 - power)
      } else out[i] = value
    }
    // sⁿ no longer changes 1 − sⁿ: there is nothing to correct.
    for (; i < values.length; i++) {
      const value = values[i]!
      if (isFiniteNumber(value)) out[i] = last = factor * last + rest * value
      else out[i] = value
    }
    this.#last = last
    this.#power = power
  }
}

/** Number.isFinite, in one operation: only a finite number less itself is zero. */
export const isFiniteNumber = (value: number) => value - value === 0

/**
 * Which points to draw so that no spike is lost: of each of `buckets` runs of consecutive points, the first, the last, the
 * least, the greatest and the first that is not finite, in order.
 *
 * @param values [n]
 * @param edges [buckets + 1], index at which each run begins, and n; none: runs of equal length
 * @returns ascending indices, at most 5·buckets of them; all when n is no more
 */
export function decimate(values: Float64Array, buckets: number, edges?: Uint32Array): Uint32Array {
  const n = values.length
  if (n <= 5 * buckets) return Uint32Array.from({ length: n }, (_, i) => i)
  const edge = (bucket: number) => (edges ? edges[bucket]! : Math.floor((bucket * n) / buckets))
  const kept = new Uint32Array(5 * buckets)
  let count = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = edge(bucket)
    const end = edge(bucket + 1)
    if (start === end) continue
    const { least, greatest, strange } = extremes(values, start, end)
    const chosen = [start, least, greatest, strange, end - 1].filter((i) => i >= 0).sort((a, b) => a - b)
    for (const [i, index] of chosen.entries()) if (i === 0 || index !== chosen[i - 1]) kept[count++] = index
  }
  return kept.slice(0, count)
}

/**
 * Edges for `decimate` that are equally far apart on a logarithmic axis of steps.
 *
 * @param steps [n], ascending
 * @returns [buckets + 1]
 */
export function logEdges(steps: Float64Array, buckets: number): Uint32Array {
  const n = steps.length
  const first = Math.max(1, steps[0] ?? 1)
  const ratio = Math.max(1, steps[n - 1] ?? 1) / first
  const edges = new Uint32Array(buckets + 1)
  let index = 0
  for (let bucket = 1; bucket < buckets; bucket++) {
    const step = first * ratio ** (bucket / buckets)
    while (index < n && steps[index]! < step) index++
    edges[bucket] = index
  }
  edges[buckets] = n
  return edges
}

/** Indices of the least and the greatest value and of the first that is not finite, from `start` to `end`; -1 for none. */
function extremes(values: Float64Array, start: number, end: number): { least: number; greatest: number; strange: number } {
  let [least, greatest, strange] = [-1, -1, -1]
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = start; i < end; i++) {
    const value = values[i]!
    if (!isFiniteNumber(value)) {
      if (strange < 0) strange = i
      continue
    }
    if (value < low) {
      low = value
      least = i
    }
    if (value > high) {
      high = value
      greatest = i
    }
  }
  return { least, greatest, strange }
}
