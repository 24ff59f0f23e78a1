import type { MaskGenerator } from './mask.ts'

/** Width of a noise cell, as a share of the picture. */
const cell = 1 / 8

/** Blobs: coarse uniform noise, bilinearly upsampled, its greatest values known; p is met to the pixel. */
export const randomPattern: MaskGenerator = {
  kind: 'pattern',
  label: 'Random pattern',
  hasRate: true,
  generate(size, p, random) {
    const step = Math.max(1, size * cell)
    const nodes = Math.ceil(size / step) + 1
    const noise = Float64Array.from({ length: nodes * nodes }, () => random.uniform())
    const heights = Float64Array.from({ length: size * size }, (_, i) => {
      const [y, x] = [Math.floor(i / size) / step, (i % size) / step]
      const [row, column] = [Math.floor(y), Math.floor(x)]
      const along = (line: number) =>
        noise[line * nodes + column]! * (1 - x + column) + noise[line * nodes + column + 1]! * (x - column)
      return along(row) * (1 - y + row) + along(row + 1) * (y - row)
    })
    const order = Uint32Array.from(heights.keys()).sort((a, b) => heights[b]! - heights[a]! || a - b)
    const mask = new Uint8Array(size * size)
    for (const pixel of order.subarray(0, Math.round(p * mask.length))) mask[pixel] = 1
    return mask
  },
}
