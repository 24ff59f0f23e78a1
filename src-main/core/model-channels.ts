import { join } from 'node:path'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import type { RunDetail } from '../../src-shared/runs.ts'
import { findCheckpoint } from './evaluate-run.ts'
import type { EvaluationParts } from './evaluation/evaluation.ts'
import { pictureRecipe } from './own-picture.ts'

/**
 * How many channels the pictures have that a run's model is for: its checkpoint says so, whatever has become of the data set since; before
 * there is one, the data set.
 *
 * @throws WorkbenchError `run-channels` where neither is there, `checkpoint` for a damaged one
 */
export async function modelChannels(
  { dataFolder, datasets, inference }: Pick<EvaluationParts, 'dataFolder' | 'datasets' | 'inference'>,
  run: RunDetail,
  signal: AbortSignal,
): Promise<1 | 3> {
  if (run.checkpoints.length > 0) {
    const checkpoint = join(dataFolder, findCheckpoint(run, 'last').path)
    return (await inference.call('describeCheckpoint', { checkpoint }, { signal })).channels
  }
  const { channels } = await pictureRecipe(run, datasets).catch((error: unknown) => {
    throw new WorkbenchError(
      'run-channels',
      `run "${run.name}" has no checkpoint yet, and its data set cannot be asked for its channels (${messageOf(error)}): train the run, or add the data set again`,
    )
  })
  return channels
}
