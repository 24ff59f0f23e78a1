import type { RandomStream } from '../random.ts'
import { type GeneratedMaskKind, knownShare, type MaskGenerator } from './mask.ts'

/** Lengths in pixels of a picture 256 wide; [least, greatest]. */
interface StrokeStyle {
  /** How many chains of strokes. */
  readonly chains: readonly [number, number]
  readonly width: readonly [number, number]
  readonly length: readonly [number, number]
  /** Rectangles that are added to three masks in ten. */
  readonly boxes?: {
    readonly count: readonly [number, number]
    readonly side: readonly [number, number]
    readonly margin: number
  }
}

const between = ([least, greatest]: readonly [number, number], random: RandomStream) =>
  least + (greatest - least) * random.uniform()
const countBetween = ([least, greatest]: readonly [number, number], random: RandomStream) =>
  least + random.below(greatest - least + 1)

/** Pixels whose centre lies within half the width of the segment from (x0, y0) to (x1, y1) are missing. */
function drawStroke(mask: Uint8Array, size: number, from: Point, to: Point, width: number): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const square = dx * dx + dy * dy
  for (let i = 0; i < mask.length; i++) {
    const [px, py] = [(i % size) + 0.5 - from.x, Math.floor(i / size) + 0.5 - from.y]
    const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square))
    if ((px - along * dx) ** 2 + (py - along * dy) ** 2 <= (width / 2) ** 2) mask[i] = 0
  }
}

interface Point {
  readonly x: number
  readonly y: number
}

function draw({ chains, width, length, boxes }: StrokeStyle, size: number, random: RandomStream): Uint8Array {
  const scale = size / 256
  const mask = new Uint8Array(size * size).fill(1)
  for (let chain = countBetween(chains, random); chain > 0; chain--) {
    let from: Point = { x: size * random.uniform(), y: size * random.uniform() }
    for (let stroke = countBetween([1, 5], random); stroke > 0; stroke--) {
      const angle = 2 * Math.PI * random.uniform()
      const reach = scale * between(length, random)
      const inside = (value: number) => Math.min(size, Math.max(0, value))
      const to = { x: inside(from.x + reach * Math.sin(angle)), y: inside(from.y + reach * Math.cos(angle)) }
      drawStroke(mask, size, from, to, Math.max(1, scale * between(width, random)))
      from = to
    }
  }
  if (boxes && random.uniform() < 0.3) {
    for (let box = countBetween(boxes.count, random); box > 0; box--) {
      const [height, across] = [scale * between(boxes.side, random), scale * between(boxes.side, random)]
      const place = (side: number) => scale * boxes.margin + (size - side - 2 * scale * boxes.margin) * random.uniform()
      const [top, left] = [Math.round(place(height)), Math.round(place(across))]
      for (let row = top; row < Math.round(top + height); row++)
        mask.fill(0, row * size + left, row * size + Math.round(left + across))
    }
  }
  return mask
}

/**
 * Irregular strokes as LaMa draws them (Suvorov et al., arXiv 2109.07161): chains of up to five strokes of random direction, length and
 * width, and sometimes rectangles. Every length is scaled by size/256, a stroke is at least a pixel wide, and like LaMa's, masks that
 * would hide more than half of the picture are drawn again.
 *
 * @param fixedRate mean share of known pixels at 32×32, measured over 20,000 masks
 */
const strokes = (kind: GeneratedMaskKind, label: string, fixedRate: number, style: StrokeStyle): MaskGenerator => ({
  kind,
  label,
  hasRate: false,
  fixedRate,
  generate(size, _p, random) {
    for (;;) {
      const mask = draw(style, size, random)
      const known = knownShare(mask)
      if (known >= 0.5 && known < 1) return mask
    }
  },
})

export const thinStrokes = strokes('strokes-thin', 'Strokes, thin', 0.71, { chains: [4, 51], width: [5, 15], length: [10, 50] })
export const mediumStrokes = strokes('strokes-medium', 'Strokes, medium', 0.69, {
  chains: [4, 6],
  width: [5, 55],
  length: [10, 110],
  boxes: { count: [1, 5], side: [10, 50], margin: 0 },
})
export const thickStrokes = strokes('strokes-thick', 'Strokes, thick', 0.69, {
  chains: [1, 6],
  width: [5, 105],
  length: [10, 210],
  boxes: { count: [1, 3], side: [30, 150], margin: 10 },
})
