import type { Figure, FigureBody } from '../figure.ts'
import type { FigureLook } from '../options.ts'
import type { RenderedFigure } from '../rendered.ts'
import { figureSize } from '../sizes.ts'
import { type Box, escapeXml, SvgCanvas } from './canvas.ts'
import { drawChart } from './chart.ts'
import { drawCover } from './cover.ts'
import { drawDiagram } from './diagram.ts'
import { drawMap } from './map.ts'
import { drawFrame, type PageLook, pageLook } from './page.ts'
import { palette } from './palette.ts'
import { drawPictures } from './pictures.ts'
import { drawTable } from './table.ts'

/** How each body is drawn. */
const drawers: {
  readonly [T in FigureBody['type']]: (
    canvas: SvgCanvas,
    body: Extract<FigureBody, { type: T }>,
    box: Box,
    look: PageLook,
  ) => void
} = {
  chart: drawChart,
  pictures: drawPictures,
  table: drawTable,
  map: drawMap,
  diagram: drawDiagram,
  cover: drawCover,
}

function drawBody<T extends FigureBody['type']>(
  canvas: SvgCanvas,
  body: Extract<FigureBody, { type: T }>,
  box: Box,
  look: PageLook,
): void {
  drawers[body.type as T](canvas, body, box, look)
}

const number = (value: number) => String(Number(value.toFixed(2)))

/** Draws a figure. The same figure and look give the same text, to the byte. */
export function renderFigure(figure: Figure, { size: name, textScale, lineScale, ground }: FigureLook): RenderedFigure {
  const size = figureSize(name)
  const { width, height } = size
  const canvas = new SvgCanvas()
  if (ground === 'white') canvas.rect({ x: 0, y: 0, width, height }, { fill: palette.panel })
  const look = pageLook(size, textScale, lineScale)
  drawBody(canvas, figure.body, drawFrame(canvas, figure, look), look)
  const { title, metadata, data } = figure
  const svg = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}pt" height="${number(height)}pt" viewBox="0 0 ${number(width)} ${number(height)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(figure.caption ?? '')}</desc>`,
    `<metadata>${escapeXml(JSON.stringify(metadata))}</metadata>`,
    canvas.content(),
    '</svg>',
    '',
  ].join('\n')
  return { svg, width, height, title, metadata, data }
}
