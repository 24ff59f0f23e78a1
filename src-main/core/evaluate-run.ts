import { join } from 'node:path'
import type { EvaluationResult } from '../../src-shared/contract/trainer.ts'
import type { SplitName } from '../../src-shared/datasets.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import type { Checkpoint, RunDetail } from '../../src-shared/runs.ts'
import type { Workbench } from './workbench.ts'

/** Methods of every evaluation: a model is only as good as what it beats. */
const methods = ['model', 'mean', 'nearest']

export interface EvaluateRunOptions {
  readonly masks: readonly MaskSpec[]
  readonly split: SplitName
  /** best (on validation), last, or a step. */
  readonly checkpoint: string
  readonly limit?: number | undefined
  readonly signal?: AbortSignal
}

/**
 * A run's checkpoint by name or step.
 *
 * @throws WorkbenchError `no-checkpoint`
 */
export function findCheckpoint(run: RunDetail, which: string): Checkpoint {
  const byKind = (kind: Checkpoint['kind']) => run.checkpoints.find((checkpoint) => checkpoint.kind === kind)
  const found =
    which === 'best'
      ? (byKind('best') ?? byKind('last'))
      : which === 'last'
        ? (byKind('last') ?? byKind('best'))
        : run.checkpoints.find((checkpoint) => String(checkpoint.step) === which)
  if (found) return found
  const there = run.checkpoints.map(({ kind, step }) => `${kind} (step ${step})`).join(', ')
  throw new WorkbenchError(
    'no-checkpoint',
    `run "${run.name}" has no checkpoint "${which}": ${there ? `expected ${there}` : 'it has none yet; train it for longer'}`,
  )
}

/** Evaluates a run, mask by mask, on the same pictures under the same masks as every other run. */
export async function* evaluateRun(
  workbench: Workbench,
  reference: string,
  options: EvaluateRunOptions,
): AsyncGenerator<EvaluationResult, void, void> {
  const { store, datasets, dataFolder, inference } = workbench
  const run = (await store.getRun(await store.resolve(reference)))!
  const { path } = findCheckpoint(run, options.checkpoint)
  const { config } = run
  const dataset = await datasets.open(config.dataset, { imageSize: config.imageSize })
  await dataset.complete
  for (const mask of options.masks) {
    const request = {
      config,
      checkpoint: join(dataFolder, path),
      choice: { engine: 'auto' },
      datasetFolder: dataset.folder,
      split: options.split,
      mask,
      limit: options.limit ?? Number.MAX_SAFE_INTEGER,
      methods,
    }
    yield* await inference.call('evaluate', request, options.signal ? { signal: options.signal } : {})
  }
}
