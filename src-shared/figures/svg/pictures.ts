import type { PictureCell, PicturesBody } from '../figure.ts'
import { fineUnit } from '../sizes.ts'
import type { Box, SvgCanvas } from './canvas.ts'
import type { PageLook } from './page.ts'
import { palette } from './palette.ts'
import { layPictures, type PictureLayout, slant } from './picture-layout.ts'
import { errorRaster, pictureRaster, type Raster, rasterUri, repeats, scaleRaster } from './raster.ts'
import { fitText, textWidth } from './text.ts'

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
  const { text, leading } = look
  const bar = body.errorTop === null ? 0 : leading * 1.3
  const room = { ...box, height: box.height - bar }
  const layout = layPictures(body, room, look)
  const { blocks, side, gap, pitch, headHeight, labelHeight, textHeight } = layout
  const [left, top] = [snapped(box.x), snapped(box.y)]
  let lowest = top
  for (const [b, chunks] of blocks.entries()) {
    const x = left + b * pitch
    drawHeads(canvas, body.columns, { x, y: top }, layout, look)
    let y = top + headHeight
    for (const { label, rows } of chunks) {
      if (labelHeight > 0) {
        const last = b === blocks.length - 1
        const width = last ? box.x + box.width - x : pitch - text
        canvas.text(fitText(label, width, text, 'strong'), x, y + text, { size: text, face: 'strong', fill: palette.ink })
      }
      y += labelHeight
      for (const row of rows) {
        for (const [c, cell] of row.entries())
          if (cell) drawCell(canvas, cell, body, { x: x + c * (side + gap), y }, layout, look)
        y += side + gap + textHeight
      }
    }
    lowest = Math.max(lowest, y)
  }
  if (body.errorTop !== null) drawErrorScale(canvas, body.errorTop, { x: left, y: lowest + leading * 0.3 }, look)
}

type Corner = Pick<Box, 'x' | 'y'>

function drawHeads(
  canvas: SvgCanvas,
  columns: readonly string[],
  { x, y }: Corner,
  layout: PictureLayout,
  { text }: PageLook,
): void {
  const { side, gap, slanted, headHeight } = layout
  const base = y + headHeight - text * 0.4
  for (const [c, label] of columns.entries()) {
    const at = x + c * (side + gap)
    const place = slanted
      ? ([at + side / 2, base, { turned: -slant }] as const)
      : ([at + side / 2, base, { anchor: 'middle' }] as const)
    canvas.text(label, place[0], place[1], { size: text, fill: palette.ink2, ...place[2] })
  }
}

function drawCell(
  canvas: SvgCanvas,
  { pixels, mask, text: words }: PictureCell,
  { size, channels, errorTop }: PicturesBody,
  corner: Corner,
  { side, scale }: PictureLayout,
  look: PageLook,
): void {
  const raster =
    pixels instanceof Float32Array ? errorRaster(pixels, size, errorTop ?? 1) : pictureRaster(pixels, size, channels, mask)
  canvas.image({ ...corner, width: side, height: side }, pictureUri(raster, scale, look))
  if (!words) return
  const fitting = Math.min(look.text, (look.text * side) / textWidth(words, look.text, 'mono'))
  const baseline = corner.y + side + look.text * 1.05
  canvas.text(words, corner.x + side / 2, baseline, { size: fitting, face: 'mono', fill: palette.ink2, anchor: 'middle' })
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
