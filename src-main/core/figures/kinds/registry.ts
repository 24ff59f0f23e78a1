import type { FigureKindName } from '../../../../src-shared/figures/kinds.ts'
import { gatherCurve } from './curve.ts'
import type { GatherFigure } from './kind.ts'

/** How each kind of figure is gathered: adding one is a file, a line here and a line in `src-shared/figures/kinds.ts`. */
export const gatherers: Readonly<Record<FigureKindName, GatherFigure>> = {
  curve: gatherCurve,
}
