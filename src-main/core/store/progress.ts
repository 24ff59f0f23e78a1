import { type Checkpoint, headlineMask, validationPsnr } from '../../../src-shared/runs.ts'
import type { Context } from './context.ts'

/** What a run has reached and what it would resume from. Methods expect to be called within a transaction. */
export interface Progress {
  checkpoints(run: string): Checkpoint[]
  /** The newest checkpoint, `last` before `best` of the same step. */
  newestCheckpoint(run: string): Checkpoint | null
  /** Brings `runs.checkpointStep` up to date. */
  updateCheckpointStep(run: string): void
  /**
   * Forgets what was recorded after `step`, as if training had only just got there: points, sample pictures and checkpoints, and
   * with them the summary's figures. At step 0 everything goes, since training then begins anew.
   */
  supersede(run: string, step: number): void
}

/** SQLite has no NaN, and a summary shows finite figures only. */
export const finite = (value: number | undefined) => (Number.isFinite(value) ? (value as number) : null)

export function progressOf({ database, series }: Context): Progress {
  const checkpoints = database.prepare<[string], Checkpoint>(
    `SELECT kind, step, path, bytes, sha256, psnr, createdAt FROM checkpoints WHERE run = ?
     ORDER BY step DESC, kind = 'last' DESC`,
  )
  const setCheckpointStep = database.prepare<[string, string]>(
    'UPDATE runs SET checkpointStep = (SELECT max(step) FROM checkpoints WHERE run = ?) WHERE id = ?',
  )
  const dropSamples = database.prepare<[string, number]>('DELETE FROM samples WHERE run = ? AND step > ?')
  const dropCheckpoints = database.prepare<[string, number]>('DELETE FROM checkpoints WHERE run = ? AND step > ?')
  const setFigures = database.prepare(
    `UPDATE runs SET step = @step, loss = @loss, imagesPerSecond = NULL, bestPsnr = @bestPsnr, bestStep = @bestStep,
       lastPsnr = @lastPsnr, lastValidationStep = @lastValidationStep
     WHERE id = @run`,
  )

  function headline(run: string) {
    const { steps, values } = series.read(run, validationPsnr(headlineMask), 0, Infinity)
    let best = -1
    values.forEach((value, i) => {
      if (Number.isFinite(value) && (best < 0 || value > values[best]!)) best = i
    })
    return {
      bestPsnr: values[best] ?? null,
      bestStep: steps[best] ?? null,
      lastPsnr: finite(values.at(-1)),
      lastValidationStep: steps.at(-1) ?? null,
    }
  }

  return {
    checkpoints: (run) => checkpoints.all(run),
    newestCheckpoint: (run) => checkpoints.get(run) ?? null,
    updateCheckpointStep: (run) => void setCheckpointStep.run(run, run),
    supersede(run, step) {
      const after = step > 0 ? step : -1
      series.truncate(run, after)
      dropSamples.run(run, after)
      dropCheckpoints.run(run, after)
      setCheckpointStep.run(run, run)
      const loss = finite(series.read(run, 'loss', step, step).values.at(-1))
      setFigures.run({ run, step, loss, ...headline(run) })
    },
  }
}
