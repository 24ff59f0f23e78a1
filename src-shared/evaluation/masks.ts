import type { MaskSpec } from '../masks/mask.ts'

/** What evaluations measure unless a person picks: the filling rates from easy to hard, a hole, and nothing known. */
export const standardMasks: readonly MaskSpec[] = [
  { kind: 'random', p: 0.9 },
  { kind: 'random', p: 0.7 },
  { kind: 'random', p: 0.5 },
  { kind: 'random', p: 0.3 },
  { kind: 'random', p: 0.1 },
  { kind: 'rect-centred', p: 0.75 },
  { kind: 'all', p: 0 },
]
