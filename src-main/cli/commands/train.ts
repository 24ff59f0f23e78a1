import type { Command } from 'commander'
import { applySetting, parseConfig, type RunConfig } from '../../../src-shared/config.ts'
import type { TrainerEvent } from '../../../src-shared/contract/trainer.ts'
import { findPreset } from '../../../src-shared/presets.ts'
import { headlineMask, validationPsnr } from '../../../src-shared/runs.ts'
import type { Workbench } from '../../core/workbench.ts'
import { type GlobalOptions, openFor, printJson, userPath } from '../context.ts'
import { exitStatus, reportError, someText, usageError, wholeNumber } from '../exit.ts'
import { createTrainingPrinter } from '../training-printer.ts'

interface TrainOptions extends GlobalOptions {
  preset: string
  dataset?: string
  set?: string[]
  steps?: number
  epochs?: number
  engine?: string
  name?: string
  seed?: number
  resume?: string
  device?: string
  threads?: number
  profile?: string
  json?: boolean
}

export function addTrain(program: Command): void {
  program
    .command('train')
    .description('train a model, or resume a run')
    .option('--preset <NAME>', 'the configuration to start from', 'slides')
    .option('--dataset <NAME>', 'the pictures to learn from')
    .option(
      '--set <KEY=VALUE>',
      'change a hyperparameter, such as beta=0.02 (repeatable)',
      (value: string, all: string[] = []) => [...all, value],
    )
    .option('--steps <N>', 'how many steps to train', wholeNumber('--steps', 1))
    .option('--epochs <N>', 'how often to see every training picture', wholeNumber('--epochs', 1))
    .option('--engine <NAME>', 'what to compute with (default: auto, or what the resumed run had)')
    .option('--name <TEXT>', 'the run’s name (default: the preset and what differs)', someText('--name'))
    .option('--seed <N>', 'initial weights, order and masks', wholeNumber('--seed', 0))
    .option('--resume <RUN>', 'go on from a run’s last checkpoint')
    .option(
      '--device <NAME>',
      'part of the name of the device, for engines that drive more than one; “software” for a driver on the processor',
    )
    .option('--threads <N>', 'threads to compute with', wholeNumber('--threads', 1))
    .option('--profile <FILE>', 'write a Chrome trace of where the time goes')
    .option('--json', 'print JSON lines')
    .action(async (_: unknown, command: Command) => {
      refuseChangesOnResume(command)
      process.exitCode = await train(command.optsWithGlobals<TrainOptions>())
    })
}

/** A resumed run goes on exactly as it was begun, on whatever engine: what would change it is refused rather than ignored. */
function refuseChangesOnResume(command: Command): void {
  if (command.getOptionValue('resume') === undefined) return
  const kept = ['resume', 'engine', 'threads', 'device', 'json', 'profile', 'db', 'data']
  const given = Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli' && !kept.includes(name))
  if (given.length === 0) return
  const options = given.map((name) => `--${name}`).join(', ')
  throw usageError(`${options}: a run is resumed with the configuration it was begun with; leave that out, or train a new run`)
}

async function train(options: TrainOptions): Promise<number> {
  const printer = options.json ? printJsonEvents : createTrainingPrinter(process.stderr, process.stdout)
  let run = ''
  const workbench = await openFor(options, {
    profile: options.profile === undefined ? undefined : userPath(options.profile),
    onEvents: (id, events) => {
      if (id === run) for (const event of events) printer(id, event)
    },
  })
  try {
    run = await begin(workbench, options)
    let interrupted = false
    const interrupt = () => {
      // The second Ctrl-C does not wait for the checkpoint.
      if (interrupted) workbench.queue.training(run)?.kill()
      interrupted = true
      workbench.queue.training(run)?.end('stopped')
    }
    process.on('SIGINT', interrupt)
    process.on('SIGTERM', interrupt)
    await workbench.queue.settled(run)
    const ended = (await workbench.store.getRun(run))!
    if (options.json)
      printJson({
        event: 'finished',
        run,
        name: ended.name,
        steps: ended.step,
        status: ended.state,
        ...(ended.reason ? { reason: ended.reason } : {}),
      })
    if (ended.state === 'finished') return exitStatus.done
    if (ended.state === 'stopped' || ended.state === 'paused') {
      if (!options.json)
        process.stderr.write(`lacuna: ${ended.state} at step ${ended.step}; go on with: lacuna train --resume ${run}\n`)
      return exitStatus.interrupted
    }
    process.stderr.write(
      `lacuna: run ${ended.name} ${ended.state} at step ${ended.step}${ended.reason ? `: ${ended.reason}` : ''}\n`,
    )
    return exitStatus.failed
  } catch (error) {
    return reportError(error)
  } finally {
    await workbench.close()
  }
}

async function begin(workbench: Workbench, options: TrainOptions): Promise<string> {
  if (options.resume !== undefined) {
    const run = await workbench.store.resolve(options.resume)
    const { engine, threads, device } = options
    await workbench.handlers['runs.resume']({ run, engine, threads, device }, { signal: new AbortController().signal })
    return run
  }
  const { run } = await workbench.handlers['runs.start'](
    {
      config: await configOf(workbench, options),
      preset: options.preset,
      name: options.name,
      engine: options.engine ?? 'auto',
      threads: options.threads,
      device: options.device,
    },
    { signal: new AbortController().signal },
  )
  return run
}

async function configOf(workbench: Workbench, options: TrainOptions): Promise<RunConfig> {
  let config = findPreset(options.preset).config
  for (const setting of options.set ?? []) config = applySetting(config, setting)
  if (options.dataset !== undefined) config = { ...config, dataset: options.dataset }
  if (options.seed !== undefined) config = { ...config, seed: options.seed }
  if (options.steps !== undefined && options.epochs !== undefined)
    throw usageError('--steps and --epochs: expected one of them, got both')
  if (options.steps !== undefined) config = { ...config, steps: options.steps }
  if (options.epochs !== undefined) {
    const { splits } = await workbench.datasets.info(config.dataset, { imageSize: config.imageSize })
    config = { ...config, steps: Math.ceil((options.epochs * splits.train.count) / config.batchSize) }
  }
  return parseConfig(config)
}

function printJsonEvents(run: string, event: TrainerEvent): void {
  if (event.type === 'started') {
    const { step, parameters: params, engine, device, threads, engineReason: reason } = event
    printJson({ event: 'started', run, step, params, engine, device, threads, reason })
  } else if (event.type === 'steps') {
    for (const [i, step] of event.steps.entries()) {
      const values = Object.fromEntries(Object.entries(event.series).map(([name, column]) => [name, column[i]]))
      printJson({ event: 'step', step, ...values })
    }
  } else if (event.type === 'validation') {
    const { [validationPsnr(headlineMask)]: psnr, ...rest } = event.values
    printJson({ event: 'validation', step: event.step, psnr, ...rest })
  } else if (event.type === 'checkpoint') {
    printJson({ event: 'checkpoint', step: event.step, kind: event.kind, path: event.path })
  } else if (event.type === 'log') {
    printJson({ event: 'log', level: event.level, message: event.message })
  }
}
