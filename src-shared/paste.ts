import { boxResize } from './resize.ts'

/** Samples [height, width, channels], 0 … 255. */
export interface Samples {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

/**
 * Pastes what was filled in back into the picture that a square was cut from and resized. Pixels of the picture that lie in a known
 * pixel of the mask, or outside the square, stay as they are; the others take the fill, resized to the square by the area filter
 * (the nearest of its pixels where it is smaller).
 *
 * @param square in the picture's pixels
 * @param fill [n, n, channels], of any size: finer than the mask where the method can be asked between pixels
 * @param mask [m, m], 1 = known
 * @returns the picture; in colour where the picture or the fill is
 */
export function pasteSquare(
  picture: Samples,
  square: { left: number; top: number; width: number },
  fill: { data: Uint8Array; size: number; channels: number },
  mask: { data: Uint8Array; size: number },
): Samples {
  const { width, height } = picture
  const channels = Math.max(picture.channels, fill.channels)
  const out = inColours(picture.data, picture.channels, channels)
  const side = square.width
  const resized = new Uint8Array(side * side * fill.channels)
  const source = { data: fill.data, left: 0, top: 0, width: fill.size, channels: fill.channels }
  boxResize(source, source, side, resized)
  const cell = (at: number) => Math.floor(((at + 0.5) * mask.size) / side)
  for (let y = 0; y < side; y++) {
    const row = cell(y) * mask.size
    for (let x = 0; x < side; x++) {
      if (mask.data[row + cell(x)] === 1) continue
      const to = ((square.top + y) * width + square.left + x) * channels
      const from = (y * side + x) * fill.channels
      for (let c = 0; c < channels; c++) out[to + c] = resized[from + (fill.channels === 1 ? 0 : c)]!
    }
  }
  return { data: out, width, height, channels }
}

/** A copy; grey as three equal colours where three are wanted. */
function inColours(data: Uint8Array, channels: number, wanted: number): Uint8Array {
  if (channels === wanted) return data.slice()
  return Uint8Array.from({ length: data.length * wanted }, (_, i) => data[Math.floor(i / wanted)]!)
}
