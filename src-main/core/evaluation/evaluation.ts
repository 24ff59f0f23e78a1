import { differingKeys } from '../../../src-shared/config.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { countMeasurements, measurementColumns } from '../../../src-shared/evaluation/measurements.ts'
import type { EvaluationRow, EvaluationTable } from '../../../src-shared/evaluation/results.ts'
import { type Measured, summarise } from '../../../src-shared/evaluation/summarise.ts'
import { formatMaskSpec } from '../../../src-shared/masks/registry.ts'
import { isOutsideTraining } from '../../../src-shared/masks/training.ts'
import type { DatasetCache } from '../datasets/dataset-cache.ts'
import type { InferenceHost } from '../inference-host.ts'
import type { EvaluationStore } from '../store/evaluation-store.ts'
import type { RunStore } from '../store/run-store.ts'
import type { EvaluationPlan, EvaluationUnit } from './plan.ts'
import { maskHash } from './protocol.ts'

export interface EvaluationParts {
  readonly store: RunStore
  readonly measured: EvaluationStore
  readonly datasets: DatasetCache
  readonly inference: InferenceHost
  readonly dataFolder: string
}

/** How far an evaluation has come. */
export interface EvaluationProgress {
  /** Pictures measured, over all masks and methods, of so many; those kept from earlier are among them. */
  readonly done: number
  readonly total: number
  /** What is being measured. */
  readonly method: string
  readonly mask: string
  /** null before every method's speed is known. */
  readonly secondsLeft: number | null
}

/** Pictures of the first request; later ones take about as long as this. */
const firstStretch = 16
const longestStretch = 512
const stretchMs = 1500

/**
 * Measures what has not been measured before, and keeps it stretch by stretch: whatever ends this early, the next time goes on from
 * there.
 *
 * @throws the signal's reason
 */
export async function* evaluate(
  { measured: kept, inference }: EvaluationParts,
  plan: EvaluationPlan,
  signal: AbortSignal,
): AsyncGenerator<EvaluationProgress, void, void> {
  const { units, count, datasetFolder, split } = plan
  const have = new Map<EvaluationUnit, number>()
  for (const unit of units) have.set(unit, Math.min(count, countMeasurements(await kept.read(unit.key))))
  /** Milliseconds a picture, by method: the latest. */
  const speeds = new Map<string, number>()

  function progress({ method, mask }: EvaluationUnit): EvaluationProgress {
    let [done, left, known] = [0, 0, true]
    for (const [unit, ready] of have) {
      done += ready
      const speed = speeds.get(unit.method)
      if (ready < count && speed === undefined) known = false
      left += (count - ready) * (speed ?? 0)
    }
    return { done, total: units.length * count, method, mask: formatMaskSpec(mask), secondsLeft: known ? left / 1000 : null }
  }

  for (const unit of units) {
    const { mask, inference: method, key } = unit
    let stretch = firstStretch
    while (have.get(unit)! < count) {
      signal.throwIfAborted()
      yield progress(unit)
      const first = have.get(unit)!
      const began = performance.now()
      const request = {
        method,
        choice: { engine: 'auto' },
        datasetFolder,
        split,
        mask,
        first,
        count: Math.min(stretch, count - first),
      }
      const packed = await inference.call('measure', request, { signal })
      await kept.append(key, first, packed)
      have.set(unit, first + request.count)
      const took = performance.now() - began
      speeds.set(unit.method, took / request.count)
      stretch = Math.max(firstStretch, Math.min(longestStretch, 2 * stretch, Math.round((request.count * stretchMs) / took)))
    }
  }
  if (units.length > 0) yield progress(units.at(-1)!)
}

/** Rows by what they were made of: measurements only ever grow. */
const summaries = new Map<string, EvaluationRow[]>()
const keptSummaries = 256

/**
 * The table of what has been measured so far; methods of which nothing is known yet are absent. Several runs stand below each other
 * and, where they differ in their seeds alone, once more together.
 *
 * @param plans of one data set, the same masks and baselines
 * @param against name of the method or run that others are compared with; the best baseline where it is not given
 * @throws WorkbenchError `runs-differ`
 */
export async function readTable(
  { measured: kept }: EvaluationParts,
  plans: readonly EvaluationPlan[],
  against?: string,
): Promise<EvaluationTable> {
  const [plan] = plans as [EvaluationPlan]
  const { masks, units, count, size, groupOf } = plan
  if (plans.some((other) => other.units[0]?.key.protocol !== units[0]?.key.protocol)) {
    throw new WorkbenchError('runs-differ', 'the runs learned from different pictures or sizes: evaluate them one at a time')
  }
  const seeds = plans.length > 1 && plans.every(({ config }) => differingKeys(config, plan.config).every((key) => key === 'seed'))
  const take = async ({ key }: EvaluationUnit) => (await kept.read(key)).subarray(0, count * measurementColumns)
  const perMask = units.length / masks.length
  const rows: EvaluationRow[] = []
  let left = 0
  for (const [m, mask] of masks.entries()) {
    await new Promise((resolve) => setImmediate(resolve)) // A mask may take a tenth of a second; others want to be answered.
    const measured: Measured[] = []
    for (let i = m * perMask; i < (m + 1) * perMask; i++) {
      const { method, baseline } = units[i]!
      const group: Measured[] = []
      for (const { units: own, config } of baseline ? [plan] : plans) {
        const outsideTraining = !baseline && isOutsideTraining(mask, config.mask)
        const packed = await take(own[i]!)
        left += count - countMeasurements(packed)
        group.push({ method, label: own[i]!.label, baseline, outsideTraining, runs: [packed] })
      }
      if (seeds && !baseline)
        group.push({ ...group[0]!, label: `${plans.length} seeds`, runs: group.flatMap(({ runs }) => runs) })
      measured.push(...group.filter(({ runs }) => runs.every((packed) => packed.length > 0)))
    }
    const about = { mask, of: count, protocolHash: units[m * perMask]!.key.protocol, maskHash: maskHash(mask, size, count) }
    const key = JSON.stringify([
      ...[about, against, groupOf !== undefined, plans.map(({ subject }) => [subject.name, subject.checkpointHash])],
      measured.map(({ method, label, outsideTraining, runs }) => [
        method,
        label,
        outsideTraining,
        ...runs.map((run) => run.length),
      ]),
    ])
    const known = summaries.get(key) ?? summarise(measured, about, groupOf, against)
    summaries.delete(key)
    summaries.set(key, known)
    for (const oldest of summaries.keys()) if (summaries.size > keptSummaries) summaries.delete(oldest)
    rows.push(...known)
  }
  return { ...plan.subject, rows, left }
}
