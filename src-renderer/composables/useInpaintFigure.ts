import { ownPictureOption } from '../../src-shared/figures/own-picture.ts'
import { useBaselines } from '../stores/baselines.ts'
import { useInpaintMask } from '../stores/inpaintMask.ts'
import { useInpaintPicture } from '../stores/inpaintPicture.ts'
import { useInpaintResults } from '../stores/inpaintResults.ts'
import { useSelection } from '../stores/selection.ts'
import { useAddToFigure } from './useAddToFigure.ts'

/** A figure of the picture on the bench, under its mask, filled in by the same methods as finely. */
export function useInpaintFigure() {
  const selection = useSelection()
  const source = useInpaintPicture()
  const masks = useInpaintMask()
  const results = useInpaintResults()
  const baselines = useBaselines()

  return useAddToFigure(
    () => {
      const { data, size, channels } = source.picture!
      return {
        masks: [masks.described!],
        ...(source.own
          ? { ownPicture: ownPictureOption(source.own.name, data, size, channels) }
          : { samples: [selection.picture] }),
        scale: results.scale,
        baselines: baselines.shown.map(({ name }) => name),
        errorMaps: false,
      }
    },
    () => source.picture !== undefined && masks.described !== undefined,
  )
}
