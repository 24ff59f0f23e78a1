import { randomStream } from '../random.ts'

/** A mean with its 95 % interval. The interval is NaN where a single group leaves nothing to resample. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** Draws of a bootstrap: fewer where there are very many groups, whose intervals need fewer. */
const drawsFor = (groups: number) => Math.min(1000, Math.max(200, Math.floor(4e6 / groups)))

let resampled: { groups: number; weights: Uint16Array } | undefined

/** [draws, groups]: how often each group comes up in each draw; always the same for the same number of groups. */
function resample(groups: number): Uint16Array {
  if (resampled?.groups === groups) return resampled.weights
  const draws = drawsFor(groups)
  const weights = new Uint16Array(draws * groups)
  const random = randomStream(20_220_217, 'bootstrap', groups)
  for (let draw = 0; draw < draws; draw++) for (let i = 0; i < groups; i++) weights[draw * groups + random.below(groups)]!++
  resampled = { groups, weights }
  return weights
}

/**
 * Mean over pictures with the percentile bootstrap's 95 % interval, drawn over groups (of one person's pictures, say), and over runs
 * where there are several (of different seeds). Values that are NaN count nowhere.
 *
 * @param runs one list of values a run, all of the same pictures
 * @param groupOf group of each picture, 0, 1, …; each its own where it is absent
 */
export function bootstrap(runs: readonly ArrayLike<number>[], groupOf?: ArrayLike<number>): Estimate {
  const length = runs[0]?.length ?? 0
  const group = (i: number) => groupOf?.[i] ?? i
  const sums = runs.map(() => new Float64Array(length))
  const counts = runs.map(() => new Float64Array(length))
  let groups = 0
  for (let i = 0; i < length; i++) {
    groups = Math.max(groups, group(i) + 1)
    runs.forEach((values, run) => {
      if (Number.isNaN(values[i]!)) return
      sums[run]![group(i)]! += values[i]!
      counts[run]![group(i)]!++
    })
  }
  const total = (all: readonly Float64Array[]) => all.reduce((sum, part) => sum + part.reduce((a, b) => a + b, 0), 0)
  const mean = total(sums) / total(counts)
  if (groups < 2 || Number.isNaN(mean)) return { mean, low: Number.NaN, high: Number.NaN }
  const weights = resample(groups)
  const random = randomStream(20_220_217, 'bootstrap runs', groups)
  const means: number[] = []
  for (let draw = 0; draw * groups < weights.length; draw++) {
    let [sum, count] = [0, 0]
    for (let k = 0; k < runs.length; k++) {
      const run = runs.length === 1 ? 0 : random.below(runs.length)
      for (let g = 0; g < groups; g++) {
        const weight = weights[draw * groups + g]!
        if (weight === 0) continue
        sum += weight * sums[run]![g]!
        count += weight * counts[run]![g]!
      }
    }
    if (count > 0) means.push(sum / count)
  }
  means.sort((a, b) => a - b)
  return { mean, low: quantile(means, 0.025), high: quantile(means, 0.975) }
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return below + (above - below) * (place - Math.floor(place))
}

/** Differences a − b, picture by picture: what makes two methods comparable beyond how hard the pictures are. */
export function differences(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: Math.min(a.length, b.length) }, (_, i) => a[i]! - b[i]!)
}
