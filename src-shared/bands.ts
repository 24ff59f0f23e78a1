/** One run's values by step, steps ascending. */
export interface Curve {
  readonly steps: Float64Array
  readonly times: Float64Array
  readonly values: Float64Array
}

export interface Band extends Curve {
  /** Mean − and + the sample standard deviation; `values` is the mean. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * Mean and spread of several runs at the steps that all of them have. A step at which one is not finite is not finite.
 *
 * @param curves at least two; times are the first's
 */
export function bandOf(curves: readonly Curve[]): Band {
  const first = curves[0]!
  const count = curves.length
  const at = new Uint32Array(count)
  const rows: number[] = []
  const mean: number[] = []
  const deviation: number[] = []
  for (let i = 0; i < first.steps.length; i++) {
    const step = first.steps[i]!
    let sum = 0
    let everywhere = true
    for (let c = 0; c < count; c++) {
      const { steps, values } = curves[c]!
      while (at[c]! < steps.length && steps[at[c]!]! < step) at[c]!++
      everywhere &&= steps[at[c]!] === step
      sum += values[at[c]!] ?? 0
    }
    if (!everywhere) continue
    const middle = sum / count
    let squares = 0
    for (let c = 0; c < count; c++) squares += (curves[c]!.values[at[c]!]! - middle) ** 2
    rows.push(i)
    mean.push(middle)
    deviation.push(Math.sqrt(squares / (count - 1)))
  }
  return {
    steps: Float64Array.from(rows, (i) => first.steps[i]!),
    times: Float64Array.from(rows, (i) => first.times[i]!),
    values: Float64Array.from(mean),
    low: Float64Array.from(mean, (value, i) => value - deviation[i]!),
    high: Float64Array.from(mean, (value, i) => value + deviation[i]!),
  }
}
