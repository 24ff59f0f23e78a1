import { maskedPsnr } from '../../src-shared/metrics.ts'
import { absoluteError, scaleTop } from '../../src-shared/pictures/error-scale.ts'
import type { SamplePanel } from '../../src-shared/runs.ts'
import { type Drawing, errorDrawing, pictureDrawing } from './draw.ts'

export interface GalleryCell {
  readonly original: Drawing
  readonly masked: Drawing
  readonly inpainted: Drawing | undefined
  readonly error: Drawing | undefined
  /** Over missing pixels, dB. */
  readonly psnr: number | undefined
}

export interface Gallery {
  /** The top of the error maps' one scale, in [0, 1]. */
  readonly top: number
  /** [masks][pictures] */
  readonly rows: readonly (readonly GalleryCell[])[]
}

/** Picture i of a panel: [size, size, channels]. */
export function originalOf(panel: SamplePanel, picture: number): Uint8Array {
  const bytes = panel.size ** 2 * panel.channels
  return panel.originals.subarray(picture * bytes, (picture + 1) * bytes)
}

/** [size, size], 1 = known */
export function maskOf(panel: SamplePanel, mask: number, picture: number): Uint8Array {
  const pixels = panel.size ** 2
  const at = mask * panel.count + picture
  return panel.maskData.subarray(at * pixels, (at + 1) * pixels)
}

/** [size, size, channels] */
export function filledOf(panel: SamplePanel, filled: Uint8Array, mask: number, picture: number): Uint8Array {
  const bytes = panel.size ** 2 * panel.channels
  const at = mask * panel.count + picture
  return filled.subarray(at * bytes, (at + 1) * bytes)
}

/** Everything the gallery shows of `count` pictures from `first` on; without `filled`, what is known before the first samples. */
export function makeGallery(panel: SamplePanel, filled: Uint8Array | undefined, count: number, first = 0): Gallery {
  const { size, channels } = panel
  const pictures = Array.from({ length: Math.max(0, Math.min(count, panel.count - first)) }, (_, i) => first + i)
  const cells = panel.masks.map((_, m) =>
    pictures.map((picture) => {
      const truth = originalOf(panel, picture)
      const mask = maskOf(panel, m, picture)
      const answer = filled && filledOf(panel, filled, m, picture)
      return { truth, mask, answer, error: answer && absoluteError(answer, truth, channels) }
    }),
  )
  const top = scaleTop(cells.flat().flatMap(({ error }) => (error ? [error] : [])))
  return {
    top,
    rows: cells.map((row) =>
      row.map(({ truth, mask, answer, error }) => ({
        original: pictureDrawing(truth, size, channels),
        masked: pictureDrawing(truth, size, channels, mask),
        inpainted: answer && pictureDrawing(answer, size, channels),
        error: error && errorDrawing(error, size, top),
        psnr: answer && maskedPsnr(answer, truth, mask, channels),
      })),
    ),
  }
}

const columns = 4
export const pictureGap = 2
export const groupGap = 8

const leastSide = 56
const greatestSide = 160

/**
 * How large and how many pictures fit at whole multiples of their pixels, from 56 to 160 px: what fills the width best, at least two
 * pictures where there is room for two.
 */
export function fitGallery(width: number, size: number, available: number): { scale: number; count: number } {
  const group = (scale: number) => columns * size * scale + (columns - 1) * pictureGap
  const room = (scale: number) => Math.min(available, Math.floor((width + groupGap) / (group(scale) + groupGap)))
  let least = Math.max(1, Math.ceil(leastSide / size))
  while (least > 1 && room(least) < 1) least--
  const wanted = Math.min(2, room(least))
  let best = { scale: least, count: Math.max(1, room(least)) }
  for (let scale = least + 1; size * scale <= greatestSide && room(scale) >= wanted; scale++) {
    if (room(scale) * group(scale) > best.count * group(best.scale)) best = { scale, count: room(scale) }
  }
  return best
}
