import { maskedPsnr } from '../../src-shared/metrics.ts'
import type { SamplePanel } from '../../src-shared/runs.ts'
import { type Drawing, errorDrawing, pictureDrawing } from './draw.ts'
import { absoluteError, scaleTop } from './errorScale.ts'

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

/** Everything the gallery shows of its first `count` pictures; without `filled`, what is known before the first samples. */
export function makeGallery(panel: SamplePanel, filled: Uint8Array | undefined, count: number): Gallery {
  const { size, channels } = panel
  const pictures = Array.from({ length: Math.min(count, panel.count) }, (_, i) => i)
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

/**
 * How large and how many pictures fit: whole multiples of at least 56 px, as many pictures as the width has room for, and larger
 * once all of them fit.
 */
export function fitGallery(width: number, size: number, available: number): { scale: number; count: number } {
  const room = (scale: number) => {
    const group = columns * size * scale + (columns - 1) * pictureGap
    return Math.max(0, Math.floor((width + groupGap) / (group + groupGap)))
  }
  let scale = Math.max(1, Math.ceil(56 / size))
  while (scale > 1 && room(scale) < 1) scale--
  const wanted = Math.min(available, 4)
  while (room(scale + 1) >= wanted) scale++
  return { scale, count: Math.max(1, Math.min(available, room(scale))) }
}
