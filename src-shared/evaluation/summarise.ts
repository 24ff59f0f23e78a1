import type { MaskSpec } from '../masks/mask.ts'
import { bootstrap, differences } from './bootstrap.ts'
import { compositesOf, countMeasurements, psnrByDistance, scalarOf } from './measurements.ts'
import type { EvaluationRow } from './results.ts'

/** One method's measurements under one kind of mask. */
export interface Measured {
  readonly method: string
  readonly label: string
  /** False for models. */
  readonly baseline: boolean
  readonly outsideTraining: boolean
  /** Packed measurements; several of runs that differ in their seed alone. */
  readonly runs: readonly Float32Array[]
}

export interface MaskAbout {
  readonly mask: MaskSpec
  readonly of: number
  readonly protocolHash: string
  readonly maskHash: string
}

/**
 * The rows of one kind of mask: means, intervals over groups, the best baseline and everyone's paired difference to it. A method that
 * is not yet measured on all pictures is shown as far as it is, and neither marked nor compared.
 *
 * @param groupOf group of each picture, 0, 1, …; each picture its own where it is absent
 * @param against the method, or a model's label, that others are compared with instead of the best baseline
 */
export function summarise(
  methods: readonly Measured[],
  about: MaskAbout,
  groupOf?: ArrayLike<number>,
  against?: string,
): EvaluationRow[] {
  const psnrs = new Map(methods.map((entry) => [entry, entry.runs.map((packed) => scalarOf(packed, 'psnr'))]))
  const rows = methods.map((entry) => {
    const { runs, method, label, outsideTraining } = entry
    const nats = runs.flatMap((packed) => [...scalarOf(packed, 'nats')]).filter((value) => !Number.isNaN(value))
    const distances = runs.map(psnrByDistance)
    return {
      ...{ ...about, method, label, outsideTraining },
      n: Math.min(...runs.map(countMeasurements)),
      psnr: bootstrap(psnrs.get(entry)!, groupOf),
      compositePsnr: bootstrap(runs.map(compositesOf), groupOf),
      ssim: bootstrap(
        runs.map((packed) => scalarOf(packed, 'ssim')),
        groupOf,
      ),
      nats: nats.reduce((sum, value) => sum + value, 0) / nats.length,
      psnrByDistance: distances[0]!.map((_, bin) => distances.reduce((sum, all) => sum + all[bin]!, 0) / distances.length),
      best: false,
      difference: null,
    }
  })
  const complete = (i: number) => rows[i]!.n === about.of && !Number.isNaN(rows[i]!.psnr.mean)
  let best = -1
  methods.forEach(({ baseline }, i) => {
    if (baseline && complete(i) && (best < 0 || rows[i]!.psnr.mean > rows[best]!.psnr.mean)) best = i
  })
  const marked = rows.map((row, i) => (i === best ? { ...row, best: true } : row))
  const reference =
    against === undefined ? best : methods.findIndex(({ method, label }) => label === against || method === against)
  if (reference < 0 || !complete(reference)) return marked
  const { method, label, baseline } = methods[reference]!
  const others = psnrs.get(methods[reference]!)!
  return marked.map((row, i) => {
    if (i === reference || !complete(i)) return row
    const paired = psnrs.get(methods[i]!)!.map((values, run) => differences(values, others[run % others.length]!))
    return { ...row, difference: { to: baseline ? method : label, ...bootstrap(paired, groupOf) } }
  })
}
