import type { MaskSpec } from '../masks/mask.ts'
import { maskGenerator } from '../masks/registry.ts'

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

/** One of every kind besides. */
export const everyMask: readonly MaskSpec[] = [
  ...standardMasks.slice(0, -1),
  { kind: 'rect-random', p: 0.75 },
  { kind: 'half', p: 0.5 },
  ...(['strokes-thin', 'strokes-medium', 'strokes-thick'] as const).map((kind) => ({ kind, p: maskGenerator(kind).fixedRate! })),
  { kind: 'pattern', p: 0.5 },
  { kind: 'grid-2', p: 0.25 },
  { kind: 'grid-4', p: 0.0625 },
  { kind: 'outpaint', p: 0.25 },
  ...standardMasks.slice(-1),
]
