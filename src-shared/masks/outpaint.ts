import type { MaskGenerator } from './mask.ts'

/** Only a centred square of area p·size² is known: the border is to be painted on. */
export const outpaintBorder: MaskGenerator = {
  kind: 'outpaint',
  label: 'Outpainting border',
  hasRate: true,
  generate(size, p) {
    const side = Math.round(size * Math.sqrt(p))
    const start = Math.floor((size - side) / 2)
    const mask = new Uint8Array(size * size)
    for (let row = start; row < start + side; row++) mask.fill(1, row * size + start, row * size + start + side)
    return mask
  },
}
