/**
 * Drawing on masks. A mask is [size·size] in row order, 1 = known, 0 = missing: painting makes pixels missing, erasing makes them known.
 * Positions are pixels (column, row); every function answers a new mask.
 */
export type Mark = 'paint' | 'erase'

export interface Place {
  readonly x: number
  readonly y: number
}

export const leastBrush = 1
export const greatestBrush = 16

const levelOf = (mark: Mark) => (mark === 'paint' ? 0 : 1)

/**
 * Where a brush lies whose centre is pointed at: its upper left pixel, so that it covers whole pixels whatever its width.
 *
 * @param u, v in pixel units; 0 is the upper left corner of the first pixel
 */
export function brushPlace(u: number, v: number, brush: number): Place {
  return { x: Math.round(u - brush / 2), y: Math.round(v - brush / 2) }
}

/** Pixels of a round brush, from its upper left on: those whose centres lie within it. */
export function brushPixels(brush: number): readonly Place[] {
  const middle = (brush - 1) / 2
  const pixels: Place[] = []
  for (let y = 0; y < brush; y++) {
    for (let x = 0; x < brush; x++) if (Math.hypot(x - middle, y - middle) <= brush / 2) pixels.push({ x, y })
  }
  return pixels
}

/** Draws with the brush from one place of it to another, without gaps. */
export function drawLine(mask: Uint8Array, size: number, from: Place, to: Place, brush: number, mark: Mark): Uint8Array {
  const next = mask.slice()
  const pixels = brushPixels(brush)
  const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))
  for (let step = 0; step <= steps; step++) {
    const share = steps === 0 ? 0 : step / steps
    const left = Math.round(from.x + share * (to.x - from.x))
    const top = Math.round(from.y + share * (to.y - from.y))
    for (const { x, y } of pixels) setPixel(next, size, left + x, top + y, levelOf(mark))
  }
  return next
}

function setPixel(mask: Uint8Array, size: number, x: number, y: number, value: number): void {
  if (x >= 0 && y >= 0 && x < size && y < size) mask[y * size + x] = value
}

/** The whole rectangle between two corner pixels, both included. */
export function drawRectangle(mask: Uint8Array, size: number, a: Place, b: Place, mark: Mark): Uint8Array {
  const next = mask.slice()
  const within = (value: number) => Math.min(size - 1, Math.max(0, value))
  const [left, right] = [within(Math.min(a.x, b.x)), within(Math.max(a.x, b.x))]
  const [top, bottom] = [within(Math.min(a.y, b.y)), within(Math.max(a.y, b.y))]
  for (let y = top; y <= bottom; y++) next.fill(levelOf(mark), y * size + left, y * size + right + 1)
  return next
}

export const invert = (mask: Uint8Array): Uint8Array => mask.map((pixel) => 1 - pixel)

/** Nothing is missing. */
export const clear = (mask: Uint8Array): Uint8Array => new Uint8Array(mask.length).fill(1)

export function sameMask(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((pixel, i) => pixel === b[i])
}
