import { WorkbenchError } from '../../src-shared/errors.ts'
import type { Baseline } from './baseline.ts'
import { meanPicture } from './mean.ts'
import { nearestPixel } from './nearest.ts'

export const baselines: readonly Baseline[] = [meanPicture, nearestPixel]

/** @throws WorkbenchError `method` */
export function findBaseline(name: string): Baseline {
  const baseline = baselines.find((candidate) => candidate.name === name)
  if (!baseline)
    throw new WorkbenchError(
      'method',
      `unknown method "${name}": expected model, ${baselines.map((entry) => entry.name).join(', ')}`,
    )
  return baseline
}
