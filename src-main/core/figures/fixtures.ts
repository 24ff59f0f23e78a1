import { encode } from 'fast-png'
import type { RenderedFigure } from '../../../src-shared/figures/rendered.ts'

const uri = (png: Uint8Array) => `data:image/png;base64,${Buffer.from(png).toString('base64')}`

/** Four pixels: red, green; blue, and a green of which half shows. */
const picture = uri(
  encode({
    width: 2,
    height: 2,
    channels: 4,
    depth: 8,
    data: new Uint8Array([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 255, 0, 128]),
  }),
)

/** One of every element that figures are drawn with, on a ground that is see-through. */
export const everyElement: RenderedFigure = {
  width: 240,
  height: 120,
  title: 'Loss & β = 0.02',
  metadata: { run: 'a1b2', seed: '3', 'configuration hash': 'ff00' },
  data: [
    {
      name: 'loss',
      columns: ['step', 'total'],
      rows: [
        [1, 0.5],
        [2, null],
        [3, Number.POSITIVE_INFINITY],
        [4, Number.NaN],
      ],
    },
    { name: 'say "PSNR", dB', columns: ['step', 'psnr'], rows: [[1, 20.25]] },
  ],
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120" viewBox="0 0 240 120"><title>Loss &amp; β = 0.02</title><desc>A figure</desc><defs><clipPath id="plot"><rect x="20" y="20" width="80" height="60"/></clipPath></defs>
<text x="20" y="14" font-family="Inter, sans-serif" font-size="10" font-weight="600" fill="#1d1b16">Loss &amp; β = 0.02 ± 0.01, AVATAR 3x3</text>
<g clip-path="url(#plot)" fill="none" stroke="#0072b2" stroke-width="2"><polyline points="0,80 40,40 120,30" stroke-linejoin="round"/><path d="M20 80 L60 60 C70 50 80 40 100 40 L100 80 Z" fill="#c24d00" stroke="none" fill-opacity="0.25"/></g>
<line x1="20" y1="80.5" x2="100" y2="80.5" stroke="#e2dfd6" stroke-dasharray="4 2"/>
<text x="100" y="92" text-anchor="end" font-family="JetBrains Mono" font-size="8" fill="#56524a">20k</text>
<text transform="translate(12 50) rotate(-90)" text-anchor="middle" font-family="Inter" font-size="8">masked MSE</text>
<circle cx="110" cy="30" r="4" fill="#0b6e6e" stroke="#fff"/><rect x="110" y="40" width="20" height="10" rx="3" fill="#0b6e6e" opacity="0.5"/><polygon points="110,60 130,60 120,76" fill="#b0568c"/>
<image x="150" y="20" width="64" height="64" image-rendering="pixelated" href="${picture}"/></svg>`,
}
