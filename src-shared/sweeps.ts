import { z } from 'zod'
import { type FlatConfig, flattenConfig, hyperparameters, parseConfig, type RunConfig, unflattenConfig } from './config.ts'
import { WorkbenchError } from './errors.ts'
import { type RandomStream, randomStream } from './random.ts'

const valueSchema = z.union([z.string(), z.number()])

/** What one hyperparameter takes in a sweep: values, or a range to draw from, uniformly or uniformly in its logarithm. */
export const sweepAxisSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('values'), key: z.string(), values: z.array(valueSchema).min(1).max(1000) }),
  z.strictObject({ kind: z.literal('range'), key: z.string(), from: z.number(), to: z.number(), log: z.boolean() }),
])
export type SweepAxis = z.infer<typeof sweepAxisSchema>

export const sweepPlanSchema = z.strictObject({
  axes: z.array(sweepAxisSchema).max(20),
  /** Runs of each configuration, with seeds counting up from the configuration's own. */
  seeds: z.int().min(1).max(100),
  /** Configurations to draw at random; absent: every combination of the values. */
  random: z.int().min(1).max(1000).optional(),
})
export type SweepPlan = z.infer<typeof sweepPlanSchema>

/** More trainings than anybody wants by one click. */
export const mostRuns = 1000

/** "0.1, 1", "1e-4..1e-2", "log:1e-4..1e-2": how a person writes an axis. */
const rangePattern = /^(log:)?\s*([-+.\de]+)\s*\.\.\s*([-+.\de]+)$/i

/**
 * An axis as a form's field or the command line's `key=text` gives it.
 *
 * @throws WorkbenchError `config` for an unknown hyperparameter or a text that is neither values nor a range
 */
export function parseAxis(key: string, text: string): SweepAxis {
  const field = hyperparameters.find((candidate) => candidate.key === key)
  if (!field) {
    const known = hyperparameters.map((candidate) => candidate.key).join(', ')
    throw new WorkbenchError('config', `unknown hyperparameter "${key}": expected ${known}`)
  }
  const range = rangePattern.exec(text.trim())
  if (range) return parseRange(key, range, field.min !== undefined)
  const values = text.split(',').map((part) => part.trim())
  if (values.includes('')) {
    throw new WorkbenchError('config', `${key}: expected values such as "0.1, 1" or a range such as "0.1..1", got "${text}"`)
  }
  const numeric = field.min !== undefined
  return {
    kind: 'values',
    key,
    values: [...new Set(values.map((value) => (numeric && !Number.isNaN(Number(value)) ? Number(value) : value)))],
  }
}

function parseRange(key: string, [text, log, low, high]: RegExpExecArray, numeric: boolean): SweepAxis {
  const [from, to] = [Number(low), Number(high)]
  if (!numeric) throw new WorkbenchError('config', `${key}: expected values, got the range "${text}"`)
  if (!(from < to))
    throw new WorkbenchError('config', `${key}: expected a range from less to more such as "0.1..1", got "${text}"`)
  if (log && from <= 0) throw new WorkbenchError('config', `${key}: expected a logarithmic range above 0, got "${text}"`)
  return { kind: 'range', key, from, to, log: log !== undefined }
}

/**
 * The configurations of a sweep: every combination, the last axis fastest, or `random` different ones drawn by the base's seed; each
 * `seeds` times over, seed by seed.
 *
 * @throws WorkbenchError `config` naming the first value that is not one, `sweep` for a plan that makes no runs or too many
 */
export function expandSweep(base: RunConfig, plan: SweepPlan): RunConfig[] {
  const swept = plan.axes.map(({ key }) => key)
  const twice = swept.find((key, i) => swept.indexOf(key) !== i)
  if (twice) throw new WorkbenchError('sweep', `${twice} is swept twice; give all its values at once, such as ${twice}=0.1,1`)
  if (plan.seeds > 1 && swept.includes('seed'))
    throw new WorkbenchError('sweep', 'seed is swept by its values and counted up besides; choose one of them')
  const points = plan.random === undefined ? grid(plan) : draw(plan, plan.random, randomStream(base.seed, 'sweep'))
  const count = points.length * plan.seeds
  if (count > mostRuns)
    throw new WorkbenchError('sweep', `the sweep makes ${count} runs: expected at most ${mostRuns}; leave some values out`)
  const flat = flattenConfig(base)
  return points.flatMap((point) =>
    Array.from({ length: plan.seeds }, (_, i) => {
      const config = { ...flat, ...point }
      return parseConfig(unflattenConfig(plan.seeds > 1 ? { ...config, seed: Number(config.seed) + i } : config))
    }),
  )
}

function grid({ axes }: SweepPlan): FlatConfig[] {
  let points: FlatConfig[] = [{}]
  for (const axis of axes) {
    if (axis.kind === 'range') {
      throw new WorkbenchError('sweep', `${axis.key}: a range has no end of values; give values, or how many to draw at random`)
    }
    if (points.length * axis.values.length > mostRuns)
      throw new WorkbenchError('sweep', `the sweep makes more than ${mostRuns} runs; leave some values out, or draw at random`)
    points = points.flatMap((point) => axis.values.map((value) => ({ ...point, [axis.key]: value })))
  }
  return points
}

/** Different points only: fewer than `count` where there are no more. */
function draw({ axes }: SweepPlan, count: number, random: RandomStream): FlatConfig[] {
  const points = new Map<string, FlatConfig>()
  for (let tries = 0; points.size < count && tries < 50 * count; tries++) {
    const point = Object.fromEntries(axes.map((axis) => [axis.key, drawValue(axis, random)]))
    points.set(JSON.stringify(point), point)
  }
  return [...points.values()]
}

/** Three significant figures: enough to search by, short enough to read. */
function drawValue(axis: SweepAxis, random: RandomStream): string | number {
  if (axis.kind === 'values') return axis.values[random.below(axis.values.length)]!
  const share = random.uniform()
  const value = axis.log ? axis.from * (axis.to / axis.from) ** share : axis.from + share * (axis.to - axis.from)
  const whole = hyperparameters.find(({ key }) => key === axis.key)?.integer
  return whole ? Math.round(value) : Number(value.toPrecision(3))
}
