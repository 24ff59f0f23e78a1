import type { TrainerEvent } from '../../../src-shared/contract/trainer.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { headlineMask, validationPsnr } from '../../../src-shared/runs.ts'
import type { Attempts } from './attempts.ts'
import type { Context } from './context.ts'
import { durably } from './database.ts'
import { finite, type Progress } from './progress.ts'

type Handlers = {
  [T in TrainerEvent['type']]: (
    event: Extract<TrainerEvent, { type: T }>,
    at: { run: string; attempt: number; fromStep: number; now: number },
  ) => void
}

function handlers({ database, series }: Context, attempts: Attempts, progress: Progress): Handlers {
  const startAttempt = database.prepare(
    `UPDATE attempts SET fromStep = @step, engine = @engine, device = @device, engineReason = @engineReason, threads = @threads
     WHERE run = @run AND attempt = @attempt`,
  )
  const startRun = database.prepare(
    `UPDATE runs SET step = @step, engine = @engine, device = @device, parameters = @parameters, parameterTable = @parameterTable
     WHERE id = @run`,
  )
  const setStep = database.prepare(
    'UPDATE runs SET step = @step, loss = @loss, imagesPerSecond = @imagesPerSecond WHERE id = @run',
  )
  const setHeadline = database.prepare(
    `UPDATE runs SET lastPsnr = @psnr, lastValidationStep = @step,
       bestStep = CASE WHEN @psnr > coalesce(bestPsnr, -9e999) THEN @step ELSE bestStep END,
       bestPsnr = CASE WHEN @psnr > coalesce(bestPsnr, -9e999) THEN @psnr ELSE bestPsnr END
     WHERE id = @run`,
  )
  const addSample = database.prepare<[string, number]>('INSERT OR IGNORE INTO samples (run, step) VALUES (?, ?)')
  const setCheckpoint = database.prepare(
    `INSERT OR REPLACE INTO checkpoints (run, kind, step, path, bytes, sha256, psnr, createdAt)
     VALUES (@run, @kind, @step, @path, @bytes, @sha256, @psnr, @createdAt)`,
  )
  const addLog = database.prepare<[string, number, string, string]>(
    'INSERT INTO logLines (run, time, level, message) VALUES (?, ?, ?, ?)',
  )
  const setEndStep = database.prepare<[number, string]>('UPDATE runs SET step = ? WHERE id = ?')

  return {
    started({ step, engine, device, engineReason, threads, parameters, parameterTable }, { run, attempt, fromStep }) {
      // A trainer that could not use its checkpoint begins earlier than it was told.
      if (step < fromStep) progress.supersede(run, step)
      startAttempt.run({ run, attempt, step, engine, device, engineReason, threads })
      startRun.run({ run, step, engine, device, parameters, parameterTable: JSON.stringify(parameterTable) })
    },
    steps({ steps, times, series: columns, imagesPerSecond }, { run }) {
      if (steps.length === 0) return
      for (const [name, values] of Object.entries(columns)) {
        if (values.length !== steps.length || times.length !== steps.length) {
          throw new WorkbenchError(
            'bad-event',
            `steps event: ${steps.length} steps, ${times.length} times and ${values.length} values of "${name}"; expected as many of each`,
          )
        }
        series.append(run, name, {
          steps: Float64Array.from(steps),
          times: Float64Array.from(times),
          values: Float64Array.from(values),
        })
      }
      const loss = finite(columns.loss?.at(-1))
      setStep.run({ run, step: steps.at(-1), loss, imagesPerSecond: finite(imagesPerSecond) })
    },
    validation({ step, time, values }, { run }) {
      for (const [name, value] of Object.entries(values)) {
        series.append(run, name, { steps: Float64Array.of(step), times: Float64Array.of(time), values: Float64Array.of(value) })
      }
      const psnr = values[validationPsnr(headlineMask)]
      if (psnr !== undefined) setHeadline.run({ run, step, psnr: finite(psnr) })
    },
    samples({ step }, { run }) {
      addSample.run(run, step)
    },
    checkpoint({ kind, step, path, bytes, sha256, psnr }, { run, now }) {
      setCheckpoint.run({ run, kind, step, path: `runs/${run}/${path}`, bytes, sha256, psnr, createdAt: now })
      progress.updateCheckpointStep(run)
    },
    log({ time, level, message }, { run }) {
      addLog.run(run, time, level, message)
    },
    ended({ state, step, reason }, { run, attempt, now }) {
      setEndStep.run(step, run)
      attempts.end(run, attempt, state, reason, now)
    },
  }
}

/**
 * Records what a training says of itself, `RunStore.record`. A batch with a checkpoint or an end is durable: its files replace others'
 * which the row before it named. Points that a power cut takes lie after the last durable checkpoint, and a resume supersedes them
 * anyway.
 */
export function eventRecorder(context: Context, attempts: Attempts, progress: Progress) {
  const handle = handlers(context, attempts, progress)
  const setSequence = context.database.prepare<[number, string, number]>(
    'UPDATE attempts SET sequence = ? WHERE run = ? AND attempt = ?',
  )

  function recordWithin(run: string, attempt: number, firstSequence: number, events: readonly TrainerEvent[], now: number): void {
    const row = context.need(run)
    const held = attempts.find(run, attempt)
    const recorded = held?.sequence ?? 0
    const fresh = events.slice(Math.max(0, recorded + 1 - firstSequence))
    if (fresh.length === 0) return
    if (!held || held.endedAt !== null || row.attempt !== attempt) {
      throw new WorkbenchError(
        'lease-lost',
        `attempt ${attempt} of run "${row.name}" is over (the run is ${row.state}, attempt ${row.attempt}); stop this training`,
      )
    }
    if (firstSequence > recorded + 1) {
      throw new WorkbenchError(
        'sequence-gap',
        `attempt ${attempt} of run "${row.name}": expected event ${recorded + 1}, got ${firstSequence}; send the ones between first`,
      )
    }
    for (const event of fresh) {
      ;(handle[event.type] as (event: TrainerEvent, at: object) => void)(event, { run, attempt, fromStep: held.fromStep, now })
    }
    setSequence.run(firstSequence + events.length - 1, run, attempt)
    context.touch(run)
  }

  return (run: string, attempt: number, firstSequence: number, events: readonly TrainerEvent[], now: number): void => {
    const work = () => context.write(() => recordWithin(run, attempt, firstSequence, events, now))
    if (events.some(({ type }) => type === 'checkpoint' || type === 'ended')) durably(context.database, work)
    else work()
  }
}
