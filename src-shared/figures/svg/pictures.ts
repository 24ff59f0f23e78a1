import type { PictureCell, PicturesBody } from '../figure.ts'
import { fineUnit } from '../sizes.ts'
import type { Box, SvgCanvas, TextLook } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { cornerWidth, layPictures, type PictureLayout, type PlacedLines } from './picture-layout.ts'
import { errorRaster, pictureRaster, type Raster, rasterUri, repeats, scaleRaster } from './raster.ts'
import { textWidth } from './text.ts'

/** Places on the finest export's pixel grid. */
export const snapped = (at: number) => Math.round(at / fineUnit) * fineUnit

/** The PNG of a picture whose pixels are `shown` fine units wide. */
export function pictureUri(raster: Raster, shown: number, { size }: PageLook): string {
  const scale = repeats(shown)
  // From one line of the hatching to the next, in fine units: as in the window on a slide, finer in print.
  const period = size.medium === 'slide' ? 10 : 6
  return rasterUri(raster, scale, Math.max(2, Math.round((period * scale) / shown)))
}

export function drawPictures(canvas: SvgCanvas, body: PicturesBody, box: Box, look: PageLook): void {
  const { leading } = look
  const bar = body.errorTop === null ? 0 : leading * 1.3
  const layout = layPictures(body, { ...box, height: box.height - bar }, look)
  for (const head of layout.heads) drawLines(canvas, head, { face: 'regular', fill: palette.ink2 }, look)
  for (const label of layout.labels) drawLines(canvas, label, { face: 'strong', fill: palette.ink }, look)
  for (const { cell, ...corner } of layout.cells) drawCell(canvas, cell, body, corner, layout, look)
  if (body.errorTop !== null) drawErrorScale(canvas, body.errorTop, { x: snapped(box.x), y: layout.bottom + leading * 0.3 }, look)
}

type Corner = Pick<Box, 'x' | 'y'>

function drawLines(
  canvas: SvgCanvas,
  { lines, x, y, anchor }: PlacedLines,
  style: Pick<TextLook, 'face' | 'fill'>,
  { text, leading }: PageLook,
): void {
  for (const [i, line] of lines.entries()) canvas.text(line, x, y + i * leading + text, { size: text, anchor, ...style })
}

function drawCell(
  canvas: SvgCanvas,
  { pixels, scale = 1, mask, text: words, best }: PictureCell,
  { size, channels, errorTop }: PicturesBody,
  corner: Corner,
  { side, textHeight }: PictureLayout,
  look: PageLook,
): void {
  const across = size * scale
  const raster =
    pixels instanceof Float32Array ? errorRaster(pixels, size, errorTop ?? 1) : pictureRaster(pixels, across, channels, mask)
  canvas.image(
    { ...corner, width: side, height: side },
    pictureUri(raster, Math.max(1, Math.round(side / (across * fineUnit))), look),
  )
  if (!words) return
  if (textHeight === 0) {
    const { small } = look
    const [width, height] = [Math.min(side, cornerWidth(words, look)), small * 1.25]
    const [x, y] = [corner.x + side - width, corner.y + side - height]
    // As in the window: over any picture, and in the accent where no other of the row is better.
    canvas.rect({ x, y, width, height }, best ? { fill: palette.accent } : { fill: '#000000', opacity: 0.66 })
    const fitting = (small * (width - small * 0.5)) / textWidth(words, small, 'mono')
    canvas.text(words, x + width / 2, y + small * 0.98, { size: fitting, face: 'mono', fill: palette.panel, anchor: 'middle' })
    return
  }
  const fitting = Math.min(look.text, (look.text * side) / textWidth(words, look.text, 'mono'))
  const baseline = corner.y + side + look.text * 1.05
  const fill = best ? palette.accent : palette.ink2
  canvas.text(words, corner.x + side / 2, baseline, { size: fitting, face: 'mono', fill, anchor: 'middle' })
}

/** One for all error maps of the figure, with its top in figures. */
function drawErrorScale(canvas: SvgCanvas, top: number, { x, y }: Corner, { text }: PageLook): void {
  const steps = 64
  const scale = Math.max(1, Math.round((text * 8) / (steps * fineUnit)))
  const width = steps * scale * fineUnit
  const words = 'Absolute error'
  canvas.text(words, x, y + text, { size: text, fill: palette.ink2 })
  let at = x + textWidth(words, text, 'regular') + text * 0.8
  canvas.text('0', at, y + text, { size: text, face: 'mono', fill: palette.ink2 })
  at = snapped(at + textWidth('0', text, 'mono') + text * 0.5)
  canvas.image({ x: at, y: snapped(y + text * 0.3), width, height: snapped(text * 0.7) }, rasterUri(scaleRaster(steps), scale, 1))
  canvas.text(String(top), at + width + text * 0.5, y + text, { size: text, face: 'mono', fill: palette.ink2 })
}
