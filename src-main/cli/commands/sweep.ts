import type { Command } from 'commander'
import { applySetting, type RunConfig } from '../../../src-shared/config.ts'
import type { TrainerEvent } from '../../../src-shared/contract/trainer.ts'
import { findPreset } from '../../../src-shared/presets.ts'
import { activeStates, type RunSummary } from '../../../src-shared/runs.ts'
import { parseAxis, type SweepAxis } from '../../../src-shared/sweeps.ts'
import type { Workbench } from '../../core/workbench.ts'
import { type GlobalOptions, openFor, printJson, printTable } from '../context.ts'
import { exitStatus, reportError, someText, usageError, wholeNumber } from '../exit.ts'

interface SweepOptions extends GlobalOptions {
  preset: string
  dataset?: string
  set?: string[]
  steps?: number
  seeds: number
  random?: number
  engine: string
  name?: string
  threads?: number
  device?: string
  json?: boolean
}

export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description('train a configuration’s variations, one run each')
    .option('--preset <NAME>', 'the configuration to start from', 'slides')
    .option('--dataset <NAME>', 'the pictures to learn from')
    .option(
      '--set <KEY=VALUES>',
      'values to combine, such as alpha=0.1,1; with --random also a range, beta=0.01..0.1 or beta=log:1e-4..1e-1 (repeatable)',
      (value: string, all: string[] = []) => [...all, value],
    )
    .option('--steps <N>', 'how many steps to train each', wholeNumber('--steps', 1))
    .option('--seeds <N>', 'runs of each configuration, which differ in the seed', wholeNumber('--seeds', 1), 1)
    .option('--random <N>', 'draw so many configurations instead of all combinations', wholeNumber('--random', 1))
    .option('--engine <NAME>', 'what to compute with', 'auto')
    .option('--name <TEXT>', 'the sweep’s name, which is numbered', someText('--name'))
    .option('--device <NAME>', 'for engines that drive more than one')
    .option('--threads <N>', 'threads to compute with', wholeNumber('--threads', 1))
    .option('--json', 'print JSON lines')
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await sweep(command.optsWithGlobals<SweepOptions>())
    })
}

async function sweep(options: SweepOptions): Promise<number> {
  const runs = new Map<string, string>()
  const workbench = await openFor(options, {
    onEvents: (id, events) => {
      for (const event of events) if (runs.has(id)) report(options, id, runs.get(id)!, event)
    },
  })
  try {
    await begin(workbench, options, runs)
    let interrupted = false
    const interrupt = () => {
      for (const id of runs.keys()) {
        if (interrupted) workbench.queue.training(id)?.kill()
        else void workbench.handlers['runs.stop']({ run: id }, { signal: new AbortController().signal }).catch(() => {})
      }
      interrupted = true
    }
    process.on('SIGINT', interrupt)
    process.on('SIGTERM', interrupt)
    await Promise.all([...runs.keys()].map((id) => workbench.queue.settled(id)))
    const ended = (await workbench.store.listRuns()).filter(({ id }) => runs.has(id)).reverse()
    conclude(options, ended)
    if (interrupted) return exitStatus.interrupted
    return ended.length === runs.size && ended.every(({ state }) => state === 'finished') ? exitStatus.done : exitStatus.failed
  } catch (error) {
    return reportError(error)
  } finally {
    await workbench.close()
  }
}

/** Queues the runs and names them in `runs`. */
async function begin(workbench: Workbench, options: SweepOptions, runs: Map<string, string>): Promise<void> {
  const { config, axes } = planOf(options)
  const made = await workbench.handlers['sweeps.start'](
    {
      config,
      preset: options.preset,
      name: options.name,
      engine: options.engine,
      threads: options.threads,
      device: options.device,
      plan: { axes, seeds: options.seeds, random: options.random },
    },
    { signal: new AbortController().signal },
  )
  for (const id of made.runs) runs.set(id, (await workbench.store.getRun(id))!.name)
  if (options.json) {
    printJson({ event: 'sweep', sweep: made.sweep, runs: [...runs].map(([run, name]) => ({ run, name })) })
  } else process.stdout.write(`sweep ${made.sweep}: ${runs.size} run${runs.size === 1 ? '' : 's'}\n`)
}

/** One value sets a hyperparameter; several values or a range vary it. */
function planOf(options: SweepOptions): { config: RunConfig; axes: SweepAxis[] } {
  let { config } = findPreset(options.preset)
  const axes: SweepAxis[] = []
  for (const setting of options.set ?? []) {
    const equals = setting.indexOf('=')
    if (equals < 1) throw usageError(`--set "${setting}": expected key=values such as alpha=0.1,1`)
    const axis = parseAxis(setting.slice(0, equals), setting.slice(equals + 1))
    if (axis.kind === 'values' && axis.values.length === 1) config = applySetting(config, setting)
    else axes.push(axis)
  }
  if (options.dataset !== undefined) config = { ...config, dataset: options.dataset }
  if (options.steps !== undefined) config = { ...config, steps: options.steps }
  if (axes.length === 0 && options.seeds === 1)
    throw usageError('nothing varies: give --set KEY=VALUE,VALUE, or --seeds; one run is trained by `lacuna train`')
  return { config, axes }
}

function report(options: SweepOptions, run: string, name: string, event: TrainerEvent): void {
  if (event.type === 'started') {
    if (options.json)
      printJson({ event: 'started', run, name, params: event.parameters, engine: event.engine, device: event.device })
    else process.stdout.write(`${name}: training on ${event.engine}\n`)
  } else if (event.type === 'validation' && options.json) {
    printJson({ event: 'validation', run, step: event.step, ...event.values })
  } else if (event.type === 'ended') {
    if (options.json) printJson({ event: 'ended', run, name, step: event.step, status: event.state })
    else process.stdout.write(`${name}: ${event.state} at step ${event.step}\n`)
  }
}

function conclude(options: SweepOptions, runs: readonly RunSummary[]): void {
  const still = runs.filter(({ state }) => activeStates.includes(state)).length
  if (options.json) {
    for (const { id, name, state, step, loss, bestPsnr, bestStep, config } of runs)
      printJson({ event: 'result', run: id, name, status: state, steps: step, loss, bestPsnr, bestStep, config })
    printJson({ event: 'finished', runs: runs.length, finished: runs.filter(({ state }) => state === 'finished').length })
    return
  }
  printTable(
    ['run', 'state', 'step', 'seed', 'loss', 'best PSNR, random p = 0.5'],
    runs.map(({ name, state, step, config, loss, bestPsnr }) => [
      name,
      state,
      String(step),
      String(config.seed),
      loss?.toFixed(5) ?? '–',
      bestPsnr?.toFixed(2) ?? '–',
    ]),
  )
  if (still > 0) process.stderr.write(`lacuna: ${still} of them are trained by another program\n`)
}
