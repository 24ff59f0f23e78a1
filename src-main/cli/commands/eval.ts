import type { Command } from 'commander'
import { standardMasks } from '../../../src-shared/evaluation/masks.ts'
import type { EvaluationTable } from '../../../src-shared/evaluation/results.ts'
import { timeLeft } from '../../../src-shared/format/times.ts'
import { formatMaskSpec, parseMaskSpec, slidesMasks } from '../../../src-shared/masks/registry.ts'
import { type EvaluationProgress, evaluate, readTable } from '../../core/evaluation/evaluation.ts'
import { type EvaluationPlan, onlyMask, planEvaluation } from '../../core/evaluation/plan.ts'
import type { Workbench } from '../../core/workbench.ts'
import { type GlobalOptions, withWorkbench } from '../context.ts'
import { evaluationFormats } from '../evaluation-formats.ts'
import { exitStatus, usageError, wholeNumber } from '../exit.ts'
import { createStatusLine } from '../status-line.ts'

interface EvalOptions extends GlobalOptions {
  masks?: string
  split: string
  checkpoint: string
  baselines?: boolean
  against?: string
  limit?: number
  format?: string
  json?: boolean
}

/** Methods of every evaluation: a model is only as good as what it beats. */
const fewMethods = ['model', 'mean', 'nearest']

export function addEval(program: Command): void {
  program
    .command('eval')
    .description('measure a run’s model on the test pictures, beside what needs no training')
    .argument('<RUN...>', 'an id, a unique prefix of one, a name, or latest; several are compared, seeds averaged')
    .option('--masks <LIST>', 'mask kinds with p, the share of known pixels: random:0.5,rect-centred:0.75,all')
    .option('--split <NAME>', 'train, validation or test', 'test')
    .option('--checkpoint <WHICH>', 'best (on validation), last, or a step', 'best')
    .option('--baselines', 'beside every baseline, the best of them marked')
    .option('--against <NAME>', 'the baseline or run to take differences to (default: the best baseline)')
    .option('--limit <N>', 'only the split’s first N pictures', wholeNumber('--limit', 1))
    .option('--format <NAME>', `${evaluationFormats.map(({ name }) => name).join(', ')} (default: table)`)
    .option('--json', 'print JSON lines: --format json')
    .action(async (runs: string[], _: unknown, command: Command) => {
      process.exitCode = await evaluateRuns(runs, command.optsWithGlobals<EvalOptions>())
    })
}

async function evaluateRuns(runs: readonly string[], options: EvalOptions): Promise<number> {
  const ordinary = options.baselines ? standardMasks : slidesMasks
  const masks = options.masks === undefined ? ordinary : options.masks.split(',').map((text) => parseMaskSpec(text.trim()))
  const { split, checkpoint, limit } = options
  if (split !== 'train' && split !== 'validation' && split !== 'test')
    throw usageError(`--split: expected train, validation or test, got "${split}"`)
  if (options.json && options.format !== undefined && options.format !== 'json')
    throw usageError(`--json and --format ${options.format}: expected one of them, got both`)
  const name = options.json ? 'json' : (options.format ?? 'table')
  const format = evaluationFormats.find((candidate) => candidate.name === name)
  if (!format) {
    throw usageError(`--format: expected ${evaluationFormats.map((candidate) => candidate.name).join(', ')}, got "${name}"`)
  }
  const methods = options.baselines ? undefined : fewMethods
  return withWorkbench(options, async (workbench) => {
    const stop = new AbortController()
    const interrupt = () => stop.abort()
    const line = createStatusLine(process.stderr)
    process.once('SIGINT', interrupt)
    try {
      const plans = []
      for (const run of runs)
        plans.push(await planEvaluation(workbench.evaluations, { run, checkpoint, split, masks, methods, limit }, true))
      const against = options.against === undefined ? undefined : nameOfReference(options.against, runs, plans)
      for (const { subject } of plans)
        if (subject.datasetChanged) process.stderr.write(`lacuna: note: ${subject.datasetChanged}\n`)
      const whole: EvaluationTable = { ...plans[0]!.subject, rows: [], left: 0 }
      for (const [m, mask] of masks.entries()) {
        const parts = plans.map((plan) => onlyMask(plan, m))
        for (const plan of parts) {
          if (!stop.signal.aborted) {
            await measure(workbench, plan, stop.signal, (progress) =>
              line.show(() => `${formatMaskSpec(mask)} (${m + 1} of ${masks.length}): ${describeProgress(progress)}`),
            )
          }
        }
        const { rows, left } = await readTable(workbench.evaluations, parts, against)
        whole.rows.push(...rows)
        whole.left += left
        format.rows?.({ ...whole, rows })
      }
      line.clear()
      format.end?.(whole)
      if (!stop.signal.aborted) return exitStatus.done
      const done = whole.rows.reduce((sum, { n }) => sum + n, 0)
      const total = plans.reduce((sum, { units, count }) => sum + units.length * count, 0)
      process.stderr.write(
        `lacuna: stopped: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} measurements are done and kept; the same command goes on from there\n`,
      )
      return exitStatus.interrupted
    } finally {
      process.removeListener('SIGINT', interrupt)
    }
  })
}

/**
 * What a table calls the method or run that others are compared with.
 *
 * @param text a baseline's name, a run's name, or a run as the command line gave it
 * @throws WorkbenchError `usage` for one that is not measured
 */
function nameOfReference(text: string, runs: readonly string[], plans: readonly EvaluationPlan[]): string {
  const given = plans[runs.indexOf(text)]
  if (given) return given.subject.name
  const names = new Set(plans.flatMap(({ units }) => units.map(({ baseline, method, label }) => (baseline ? method : label))))
  if (names.has(text)) return text
  throw usageError(`--against: expected one of ${[...names].join(', ')}, got "${text}"`)
}

/** Until it is done or interrupted. */
async function measure(
  { evaluations }: Workbench,
  plan: EvaluationPlan,
  signal: AbortSignal,
  onProgress: (progress: EvaluationProgress) => void,
): Promise<void> {
  try {
    for await (const progress of evaluate(evaluations, plan, signal)) onProgress(progress)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function describeProgress({ done, total, method, secondsLeft }: EvaluationProgress): string {
  return `${method}, ${Math.round((100 * done) / total)} %, ${timeLeft(secondsLeft)}`
}
