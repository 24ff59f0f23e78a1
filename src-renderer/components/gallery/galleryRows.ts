import type { FilledPictures } from '../../../src-shared/filled.ts'
import type { MaskSpec } from '../../../src-shared/masks/mask.ts'
import { type Drawing, pictureDrawing } from '../../pictures/draw.ts'
import type { GalleryColumn } from '../../pictures/galleryPlan.ts'
import type { GalleryPage } from '../../stores/gallery.ts'

export interface FilledCell {
  readonly column: GalleryColumn
  /** [size, size], 1 = known */
  readonly mask: Uint8Array | undefined
  readonly masked: Drawing | undefined
  /** Absent until it has come. */
  readonly drawing: Drawing | undefined
  readonly psnr: number | undefined
  readonly ssim: number | undefined
  /** No other in its row is better, of those under the same mask. */
  readonly best: boolean
}

export interface GalleryRow {
  /** Its number in the split, from 0. */
  readonly picture: number
  readonly original: Drawing
  readonly cells: readonly FilledCell[]
}

/** What there is to draw of a page. */
export function galleryRows(
  { pictures, size, channels, originals }: GalleryPage,
  columns: readonly GalleryColumn[],
  answers: ReadonlyMap<string, FilledPictures>,
  masksOf: (mask: MaskSpec) => Uint8Array | undefined,
): GalleryRow[] {
  const values = size * size * channels
  const part = (bytes: Uint8Array, i: number, length: number) => bytes.subarray(i * length, (i + 1) * length)
  return pictures.map((picture, i) => {
    const original = part(originals, i, values)
    const psnrs = columns.map(({ key }) => answers.get(key)?.psnr[i])
    const found = psnrs.filter((psnr): psnr is number => psnr !== undefined && !Number.isNaN(psnr))
    const best = found.length > 1 ? Math.max(...found) : undefined
    const sameMask = new Set(columns.map(({ mask }) => JSON.stringify(mask))).size === 1
    return {
      picture,
      original: pictureDrawing(original, size, channels),
      cells: columns.map((column, c) => {
        const masks = masksOf(column.mask)
        const mask = masks && part(masks, i, size * size)
        const answer = answers.get(column.key)
        return {
          column,
          mask,
          masked: mask && pictureDrawing(original, size, channels, mask),
          drawing: answer && pictureDrawing(part(answer.filled, i, values), size, channels),
          psnr: psnrs[c],
          ssim: answer?.ssim[i],
          best: sameMask && best !== undefined && psnrs[c] === best,
        }
      }),
    }
  })
}

/** Mean of the per-picture values; none before they have come, NaN where no picture has one. */
export function meanPsnr(answer: FilledPictures | undefined): number | undefined {
  if (!answer) return undefined
  const known = answer.psnr.filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
