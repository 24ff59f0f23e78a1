import { WorkbenchError } from '../../src-shared/errors.ts'
import type { Baseline } from './baseline.ts'
import { gaussianExpectation, gaussianSample } from './gaussian/gaussian.ts'
import { linearFill } from './linear.ts'
import { meanPicture } from './mean.ts'
import { nearestPixel } from './nearest.ts'
import { biharmonicFill, harmonicFill } from './smoothest.ts'

export const baselines: readonly Baseline[] = [
  meanPicture,
  nearestPixel,
  linearFill,
  harmonicFill,
  biharmonicFill,
  gaussianExpectation,
  gaussianSample,
]

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
