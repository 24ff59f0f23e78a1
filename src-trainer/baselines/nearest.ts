import { LEVELS } from '../levels.ts'
import type { Baseline } from './baseline.ts'
import { rememberByMask } from './remember.ts'

/** Offsets (dy, dx) from a pixel, nearest first; equally near ones from the top left, so that the answer never depends on chance. */
function offsetsByDistance(size: number): { dy: number; dx: number }[] {
  const reach = size - 1
  const offsets: { dy: number; dx: number }[] = []
  for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) offsets.push({ dy, dx })
  return offsets.sort((a, b) => a.dy ** 2 + a.dx ** 2 - (b.dy ** 2 + b.dx ** 2) || a.dy - b.dy || a.dx - b.dx)
}

/**
 * For pictures of one size: a mask → the number of the known pixel nearest to each (Euclidean), the upper left of several.
 * The mask must have a known pixel.
 */
export function nearestKnownPixels(size: number): (mask: Uint8Array) => Int32Array {
  const offsets = offsetsByDistance(size)
  return (mask) =>
    Int32Array.from(mask, (known, pixel) => {
      if (known === 1) return pixel
      const y = Math.floor(pixel / size)
      const x = pixel % size
      const from = offsets.find(({ dy, dx }) => {
        const [row, column] = [y + dy, x + dx]
        return row >= 0 && row < size && column >= 0 && column < size && mask[row * size + column] === 1
      })!
      return (y + from.dy) * size + x + from.dx
    })
}

/** Every missing pixel takes the colour of the nearest known one. */
export const nearestPixel: Baseline = {
  name: 'nearest',
  label: 'Nearest known pixel',
  version: 1,
  learns: false,
  async fit({ imageSize: size, channels }) {
    const sources = rememberByMask(nearestKnownPixels(size))
    return (picture, mask) => {
      if (!mask.includes(1)) return new Float32Array(picture.length).fill(Number.NaN)
      const source = sources(mask)
      const filled = new Float32Array(picture.length)
      for (let i = 0; i < filled.length; i++) {
        filled[i] = LEVELS[picture[source[Math.floor(i / channels)]! * channels + (i % channels)]!]!
      }
      return filled
    }
  },
}
