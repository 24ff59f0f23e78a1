import type { Baseline } from './baseline.ts'

/** Offsets (dy, dx) from a pixel, nearest first; equally near ones from the top left, so that the answer never depends on chance. */
function offsetsByDistance(size: number): { dy: number; dx: number }[] {
  const reach = size - 1
  const offsets: { dy: number; dx: number }[] = []
  for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) offsets.push({ dy, dx })
  return offsets.sort((a, b) => a.dy ** 2 + a.dx ** 2 - (b.dy ** 2 + b.dx ** 2) || a.dy - b.dy || a.dx - b.dx)
}

/** Every missing pixel takes the colour of the nearest known one (Euclidean). */
export const nearestPixel: Baseline = {
  name: 'nearest',
  label: 'Nearest known pixel',
  async fit({ imageSize: size, channels }) {
    const offsets = offsetsByDistance(size)
    return (picture, mask) => {
      const filled = new Float32Array(picture.length).fill(Number.NaN)
      if (!mask.includes(1)) return filled
      for (let pixel = 0; pixel < mask.length; pixel++) {
        const y = Math.floor(pixel / size)
        const x = pixel % size
        const from = offsets.find(({ dy, dx }) => {
          const [row, column] = [y + dy, x + dx]
          return row >= 0 && row < size && column >= 0 && column < size && mask[row * size + column] === 1
        })!
        const source = ((y + from.dy) * size + x + from.dx) * channels
        for (let c = 0; c < channels; c++) filled[pixel * channels + c] = picture[source + c]! / 255
      }
      return filled
    }
  },
}
