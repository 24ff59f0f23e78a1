import type { MaskGenerator } from './mask.ts'

function withHole(size: number, top: number, left: number, height: number, width: number): Uint8Array {
  const mask = new Uint8Array(size * size).fill(1)
  for (let row = top; row < top + height; row++) mask.fill(0, row * size + left, row * size + left + width)
  return mask
}

/** A centred square hole of area (1 − p)·size²; p = 0.75 in 32×32 is the slides' 16×16 hole. */
export const centredRectangle: MaskGenerator = {
  kind: 'rect-centred',
  label: 'Rectangle, centred',
  hasRate: true,
  generate(size, p) {
    const side = Math.round(size * Math.sqrt(1 - p))
    const start = Math.floor((size - side) / 2)
    return withHole(size, start, start, side, side)
  },
}

/** A rectangular hole of area ≈ (1 − p)·size², aspect log-uniform in [½, 2], anywhere inside the picture. */
export const randomRectangle: MaskGenerator = {
  kind: 'rect-random',
  label: 'Rectangle, random',
  hasRate: true,
  generate(size, p, random) {
    const area = (1 - p) * size * size
    const aspect = 2 ** (2 * random.uniform() - 1)
    // A side can be no longer than the picture and no shorter than what the other, at full length, leaves to cover.
    const height = Math.round(Math.min(size, Math.max(Math.sqrt(area * aspect), area / size)))
    const width = height === 0 ? 0 : Math.min(size, Math.round(area / height))
    const top = random.below(size - height + 1)
    const left = random.below(size - width + 1)
    return withHole(size, top, left, height, width)
  },
}
