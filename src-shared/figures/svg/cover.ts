import type { CoverBody } from '../figure.ts'
import { fineUnit } from '../sizes.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { pictureUri, snapped } from './pictures.ts'
import { pictureRaster } from './raster.ts'
import { wrapText } from './text.ts'

/** Of the height, at most, for the pictures: the lines below them need the rest. */
const pictureShare = 0.58

/** Pictures beside each other, or a band of the restorer's hatching; then lines of text: a first slide. */
export function drawCover(canvas: SvgCanvas, body: CoverBody, box: Box, look: PageLook): void {
  const { text } = look
  const [first, ...others] = body.lines
  let baseline = box.y + (drawPictureRow(canvas, body, box, look) ?? drawHatching(canvas, box, look)) + text * 2.4
  const line = (words: string, size: number, fill: string, face: 'regular' | 'strong') => {
    for (const part of wrapText(words, box.width, size, face, 2)) {
      canvas.text(part, box.x, baseline, { size, fill, face })
      baseline += size * 1.5
    }
  }
  line(first ?? '', text * 1.25, palette.ink, 'strong')
  for (const words of others) line(words, text * 1.125, palette.ink2, 'regular')
}

/** @returns how high it stands; undefined without pictures */
function drawPictureRow(canvas: SvgCanvas, { pictures }: CoverBody, box: Box, look: PageLook): number | undefined {
  if (!pictures || pictures.cells.length === 0) return undefined
  const { size, channels, cells } = pictures
  const gap = snapped(look.text * 0.25)
  const room = Math.min((box.width + gap) / cells.length - gap, box.height * pictureShare)
  const scale = Math.max(1, Math.floor(room / (size * fineUnit)))
  const side = scale * size * fineUnit
  for (const [i, { pixels, mask }] of cells.entries()) {
    if (!(pixels instanceof Uint8Array)) continue
    const place = { x: snapped(box.x) + i * (side + gap), y: snapped(box.y), width: side, height: side }
    canvas.image(place, pictureUri(pictureRaster(pixels, size, channels, mask), scale, look))
  }
  return side
}

function drawHatching(canvas: SvgCanvas, box: Box, { text }: PageLook): number {
  const [period, height] = [text * 0.5, text * 3.2]
  for (let x = box.x; x + period / 2 <= box.x + box.width; x += period) {
    canvas.rect({ x, y: box.y, width: period / 2, height }, { fill: palette.hatchGround })
  }
  return height
}
