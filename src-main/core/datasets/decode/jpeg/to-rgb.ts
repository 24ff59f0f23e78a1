import type { Pixels, Region } from '../picture-format.ts'
import type { Kernels } from './kernels.ts'

/** One component's samples in the kernels' memory; `width` and `height` count those that belong to the picture. */
export interface Plane {
  /** Address. */
  readonly samples: number
  readonly stride: number
  readonly width: number
  readonly height: number
}

/**
 * Brings chroma to the size of luma as libjpeg does and converts to RGB.
 *
 * @param planes Y, or Y, Cb and Cr
 * @param h luma samples a chroma sample, across; 1 or 2
 * @param v the same, down
 * @returns [region height, region width, 1 or 3], valid until the kernels' next picture
 */
export function toRgb(kernels: Kernels, planes: readonly Plane[], h: number, v: number, region: Region): Pixels {
  const { left, top, width, height } = region
  const [luma, cb, cr] = planes as [Plane, Plane?, Plane?]
  const channels = cb && cr ? 3 : 1
  const length = width * height * channels
  const to = kernels.take(length)
  const rowOf = (plane: Plane, y: number) => plane.samples + y * plane.stride
  if (!cb || !cr) {
    for (let y = 0; y < height; y++) {
      const from = rowOf(luma, top + y) + left
      kernels.bytes.copyWithin(to + y * width, from, from + width)
    }
    return { data: kernels.bytes.subarray(to, to + length), ...region, channels }
  }
  const [blues, reds, sums] = [kernels.take(width + 2), kernels.take(width + 2), kernels.take(width + 16)]
  const first = Math.floor(left / h)
  const end = Math.ceil((left + width) / h)

  /** Where the samples of row y at luma's size begin. */
  function chromaRow(plane: Plane, y: number, row: number): number {
    if (h === 1) return rowOf(plane, y) + left
    const last = plane.width - 1
    const near = v === 2 ? y >> 1 : y
    if (last < 2) {
      // Of two columns or fewer libjpeg makes no smooth ones.
      const from = rowOf(plane, near)
      for (let x = 0; x < width; x++) kernels.bytes[row + x] = kernels.bytes[from + ((left + x) >> 1)]!
      return row
    }
    const far = y & 1 ? Math.min(near + 1, plane.height - 1) : Math.max(near - 1, 0)
    kernels.upsampleRow(rowOf(plane, near), rowOf(plane, far), v === 2 ? 1 : 0, last, first, end, sums, row)
    return row + (left & 1)
  }

  for (let y = 0; y < height; y++) {
    const blue = chromaRow(cb, top + y, blues)
    const red = chromaRow(cr, top + y, reds)
    kernels.convertRow(rowOf(luma, top + y) + left, blue, red, width, to + 3 * width * y)
  }
  return { data: kernels.bytes.subarray(to, to + length), ...region, channels }
}
