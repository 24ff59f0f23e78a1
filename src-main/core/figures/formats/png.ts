import type { FigureFormat, RenderedFigure } from '../../../../src-shared/figures/rendered.ts'
import { drawSvg } from '../svg/draw.ts'
import { annotatePng } from './png-chunks.ts'

const pointsPerInch = 72
const printDotsPerInch = 300

export async function writePng({ svg, width, title, metadata }: RenderedFigure, dotsPerInch: number): Promise<Uint8Array> {
  const png = await drawSvg(svg, Math.round((width * dotsPerInch) / pointsPerInch))
  return annotatePng(png, dotsPerInch, { Title: title, ...metadata })
}

export const pngFormat: FigureFormat = {
  name: 'png',
  extension: 'png',
  mime: 'image/png',
  write: (figure) => writePng(figure, printDotsPerInch),
}
