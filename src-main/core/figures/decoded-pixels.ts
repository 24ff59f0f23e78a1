import { WorkbenchError } from '../../../src-shared/errors.ts'
import { formatCount } from '../../../src-shared/format/numbers.ts'

/** Pixels that decoders render for one figure: a minute of two cores, for which others who ask of them wait. */
const mostMillions = 16

/**
 * @param pictures how many are shown, under all masks together
 * @param size pixels a side of each at ×1
 * @throws WorkbenchError `figure-scale` for a figure that would keep everybody waiting
 */
export function checkDecodedPixels(asked: { pictures: number; runs: number; size: number; scale: number }): void {
  const { pictures, runs, size, scale } = asked
  const millions = (pictures * runs * (size * scale) ** 2) / 1e6
  if (scale === 1 || millions <= mostMillions) return
  throw new WorkbenchError(
    'figure-scale',
    `at ×${scale} the figure has ${formatCount(Math.ceil(millions))} million pixels of the decoder, expected at most ${mostMillions} million; choose a smaller scale, or fewer pictures, masks or runs`,
  )
}
