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
  const out = values.slice()
  if (factor <= 0 || isConstant(values)) return out
  let last = 0
  let power = 1
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    last = factor * last + (1 - factor) * value
    // Once sⁿ no longer changes 1 − sⁿ there is nothing to correct; a product that goes on shrinking would become slow to compute with.
    if (power > 1e-17) power *= factor
    out[i] = power > 1e-17 ? last / (1 - power) : last
  }
  return out
}

function isConstant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}

/**
 * Which points to draw so that no spike is lost: of each of `buckets` runs of consecutive points, the first, the last, the
 * least, the greatest and the first that is not finite, in order.
 *
 * @param values [n]
 * @returns ascending indices, at most 5·buckets of them; all when n is no more
 */
export function decimate(values: Float64Array, buckets: number): Uint32Array {
  const n = values.length
  if (n <= 5 * buckets) return Uint32Array.from({ length: n }, (_, i) => i)
  const kept: number[] = []
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = Math.floor((bucket * n) / buckets)
    const end = Math.floor(((bucket + 1) * n) / buckets)
    let least = -1
    let greatest = -1
    let strange = -1
    for (let i = start; i < end; i++) {
      const value = values[i]!
      if (!Number.isFinite(value)) {
        if (strange < 0) strange = i
        continue
      }
      if (least < 0 || value < values[least]!) least = i
      if (greatest < 0 || value > values[greatest]!) greatest = i
    }
    const chosen = new Set([start, least, greatest, strange, end - 1].filter((i) => i >= 0))
    kept.push(...[...chosen].sort((a, b) => a - b))
  }
  return Uint32Array.from(kept)
}
