import type { FigureKindName } from '../../../../src-shared/figures/kinds.ts'
import { gatherArchitecture } from './architecture.ts'
import { gatherCurve } from './curve.ts'
import { gatherGallery } from './gallery.ts'
import type { GatherFigure } from './kind.ts'
import { gatherLatent } from './latent.ts'
import { gatherLatentMap } from './latent-map.ts'
import { gatherMaskRates } from './mask-rates.ts'
import { gatherTable } from './table.ts'

/** How each kind of figure is gathered: adding one is a file, a line here and a line in `src-shared/figures/kinds.ts`. */
export const gatherers: Readonly<Record<FigureKindName, GatherFigure>> = {
  curve: gatherCurve,
  gallery: gatherGallery,
  'mask-rates': gatherMaskRates,
  table: gatherTable,
  latent: gatherLatent,
  'latent-map': gatherLatentMap,
  architecture: gatherArchitecture,
}
