import { WorkbenchError } from '../../src-shared/errors.ts'
import type { Checkpoint, RunDetail } from '../../src-shared/runs.ts'

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
