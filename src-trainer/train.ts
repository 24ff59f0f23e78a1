import type { TrainerEvent, TrainingJob } from '../src-shared/contract/trainer.ts'
import { WorkbenchError } from '../src-shared/errors.ts'
import { drawMasks } from '../src-shared/masks/training.ts'
import { headlineMask, type LogLine, validationPsnr } from '../src-shared/runs.ts'
import { loadCheckpoint } from './checkpoint.ts'
import { type DatasetReader, openDatasetReader } from './data/dataset-reader.ts'
import { trainingOrder } from './data/training-order.ts'
import type { Engine } from './engines/engine.ts'
import { openEngine } from './engines/registry.ts'
import { createStepsInFlight, type Landed } from './in-flight.ts'
import type { RawBatch } from './model/batch.ts'
import { parameterTable } from './model/model.ts'
import { createProfile, noProfile, type Profile } from './profile.ts'
import { openRunFiles, type RunFiles } from './run-files.ts'
import { createSpeedometer } from './speedometer.ts'
import { trainStepTensor } from './train-step.ts'
import { createTrainingState, exportTrainingState, restoreTrainingState, type TrainingState } from './training-state.ts'
import { validate } from './validate.ts'

/** Sample pictures logged at every validation: the first of the validation split. */
const panelSize = 8

/** Besides every `validateEvery` steps: a run just launched is looked at. Not step 0, so that training starts at once. */
const earlyValidations: readonly number[] = [5, 25, 100]

/** How whoever started a training ends it: read at every step boundary. */
export interface TrainingControl {
  requested: 'paused' | 'stopped' | null
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal
  /** Told when the engine's device is gone: nothing more will be heard of the steps it was given. */
  readonly onEngineLost?: (why: string) => void
}

/** Steps a device is given before the losses of the first are waited for: one under way, one next, one being prepared. */
const stepsAhead = 3

/** Lets the process hear its messages: a step keeps the thread for itself. */
async function breathe(control: TrainingControl): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  control.signal.throwIfAborted()
}

function log(level: LogLine['level'], message: string): TrainerEvent {
  return { type: 'log', time: Date.now(), level, message }
}

/**
 * Trains a run and says everything it does as events; whoever consumes them records them. An event that is yielded is recorded when the
 * generator is asked for the next one, so that files are replaced only after their successor is known.
 *
 * An engine that computes by itself is given a few steps before their losses are read; a boundary at which something is due waits for all.
 * At a step boundary, in this order: validation, best checkpoint, last checkpoint, end. A run resumed at step k goes on behind k's boundary,
 * so an interrupted run yields the same losses as an uninterrupted one, to the last bit.
 *
 * @throws WorkbenchError for what its user can mend: an unknown engine, an unreadable checkpoint, a data set that went away
 */
export async function* train(job: TrainingJob, control: TrainingControl): AsyncGenerator<TrainerEvent, void, void> {
  const { config, choice } = job
  const { threads, device } = choice
  const { engine, reason } = await openEngine(choice.engine, { threads, device, onLost: control.onEngineLost })
  const why = job.engineReason ?? reason
  const reader = await openDatasetReader(job.datasetFolder)
  const profile = job.profile === null ? noProfile : createProfile(job.profile)
  try {
    const files = await openRunFiles(job.runFolder)
    const state = createTrainingState(config, reader.channels)
    if (job.resumeFrom) restoreTrainingState(state, await loadCheckpoint(job.resumeFrom))
    const firstStep = state.optimizer.step
    yield {
      type: 'started',
      step: firstStep,
      parameters: state.model.parameters.count,
      parameterTable: parameterTable(state.model).map((row) => ({ ...row, shape: [...row.shape] })),
      engine: engine.name,
      device: engine.device,
      threads: engine.threads,
      engineReason: why,
    }
    yield log(
      'info',
      `${firstStep > 0 ? `resumed at step ${firstStep}` : 'started'} on ${engine.name} (${engine.device}): ${why}`,
    )
    yield* trainFrom(firstStep, { job, control, engine, reader, files, state, profile })
  } finally {
    await profile.write()
    reader.close()
    engine.close()
  }
}

interface Training {
  readonly job: TrainingJob
  readonly control: TrainingControl
  readonly engine: Engine
  readonly reader: DatasetReader
  readonly files: RunFiles
  readonly state: TrainingState
  readonly profile: Profile
}

async function* trainFrom(firstStep: number, training: Training): AsyncGenerator<TrainerEvent, void, void> {
  const { job, control, engine, state, profile } = training
  const { config } = job
  const boundary = createBoundary(training)
  const prepare = createPreparation(training)
  const inFlight = createStepsInFlight()
  const speedometer = createSpeedometer()
  const loss = { alpha: config.alpha, beta: config.beta }

  for (let step = firstStep; step < config.steps; ) {
    const batch = await profile.span('prepare', () => prepare(step))
    step++
    inFlight.launch(step, trainStepTensor(state.model, state.optimizer, batch, loss, { timed: profile.span }))
    if (engine.asynchronous) profile.device(step, engine.settled())
    await breathe(control)
    const due = boundary.isDue(step)
    const left = engine.asynchronous && !due ? stepsAhead - 1 : 0
    for (const landed of await profile.span('read-back', () => inFlight.land(left))) {
      engine.check()
      yield stepEvent(landed, speedometer.record(config.batchSize))
      if (Number.isFinite(landed.losses.loss)) continue
      const reason = divergence(`the loss became ${landed.losses.loss}`, landed.step, boundary.lastStep())
      yield { type: 'ended', state: 'failed', step: landed.step, reason }
      return
    }
    if (!due) continue
    const ended = yield* boundary.cross(step)
    speedometer.exclude()
    if (ended) return
  }
  yield { type: 'ended', state: 'finished', step: config.steps, reason: null }
}

/** Pictures and masks of a step: by its number alone, whoever asks and whenever. */
function createPreparation({ job: { config }, control, reader }: Training): (step: number) => Promise<RawBatch> {
  const order = trainingOrder({
    seed: config.seed,
    count: reader.splits.train.count,
    batchSize: config.batchSize,
    inOrderFirst: reader.exchangeable,
  })
  return async (step) => {
    const indices = order.batch(step)
    await reader.waitForTraining(indices, control.signal)
    return {
      images: reader.readTraining(indices),
      masks: drawMasks(config.mask, config.imageSize, config.seed, step, config.batchSize),
    }
  }
}

function stepEvent({ step, losses }: Landed, imagesPerSecond: number): TrainerEvent {
  const { loss, mse, tv, tvFree } = losses
  const series = { loss: [loss], mse: [mse], tv: [tv], tvFree: [tvFree], imagesPerSecond: [imagesPerSecond] }
  return { type: 'steps', steps: [step], times: [Date.now()], series, imagesPerSecond }
}

function divergence(what: string, step: number, checkpointStep: number | null): string {
  const kept = checkpointStep === null ? 'no checkpoint had been written yet' : `the checkpoint of step ${checkpointStep} is kept`
  return `${what} at step ${step}; ${kept}; lower the learning rate or look for broken pictures`
}

/** What happens between two steps: validations and checkpoints when they are due, and the end when it is asked for. */
function createBoundary({ job, control, engine, reader, files, state, profile }: Training) {
  const { config } = job
  let bestPsnr = job.bestPsnr
  let lastCheckpoint: number | null = job.resumeFrom ? state.optimizer.step : null
  let pictures: Uint8Array | undefined

  const isValidated = (step: number) =>
    step % config.validateEvery === 0 || step === config.steps || earlyValidations.includes(step)
  const isKept = (step: number) => control.requested !== null || step % config.checkpointEvery === 0 || step === config.steps

  async function* validateIfDue(step: number): AsyncGenerator<TrainerEvent, number | null, void> {
    if (!isValidated(step)) return null
    const count = Math.min(config.validationImages, reader.splits.validation.count)
    if (count === 0) return null
    const panel = Math.min(panelSize, count)
    if (!pictures) {
      await reader.waitForValidation(count, control.signal)
      pictures = reader.readValidation(count)
      await files.writePanel(config, pictures, panel, reader.channels)
    }
    const shown = pictures
    const { values, samples } = await profile.span('validation', () =>
      validate(state.model, config, shown, panel, () => breathe(control)),
    )
    engine.check()
    await files.writeSamples(step, samples)
    yield { type: 'validation', step, time: Date.now(), values }
    yield { type: 'samples', step }
    return values[validationPsnr(headlineMask)] ?? null
  }

  async function* checkpoint(kind: 'last' | 'best', step: number, psnr: number | null): AsyncGenerator<TrainerEvent, void, void> {
    const metadata = { run: job.run, model: config.model.name, config: JSON.stringify(config), channels: String(reader.channels) }
    const written = await profile.span('checkpoint', async () =>
      files.writeCheckpoint(kind, await exportTrainingState(state, metadata)),
    )
    yield { type: 'checkpoint', kind, step, psnr, ...written }
    await files.keepOnly(kind, step)
    if (kind === 'last') lastCheckpoint = step
  }

  /** @returns true when the training has ended here */
  async function* cross(step: number): AsyncGenerator<TrainerEvent, boolean, void> {
    try {
      const psnr = yield* validateIfDue(step)
      if (psnr !== null && (bestPsnr === null || psnr > bestPsnr)) {
        bestPsnr = psnr
        yield* checkpoint('best', step, psnr)
      }
      const { requested } = control
      if (isKept(step)) yield* checkpoint('last', step, psnr)
      if (requested && step < config.steps) {
        yield { type: 'ended', state: requested, step, reason: null }
        return true
      }
      return false
    } catch (error) {
      if (!(error instanceof WorkbenchError && error.code === 'not-finite')) throw error
      yield { type: 'ended', state: 'failed', step, reason: divergence(error.message, step, lastCheckpoint) }
      return true
    }
  }

  return { isDue: (step: number) => isValidated(step) || isKept(step), cross, lastStep: () => lastCheckpoint }
}
