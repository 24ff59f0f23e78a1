import type { FigureFormat, FigureFormatName } from '../../../../src-shared/figures/rendered.ts'
import { csvFormat } from './csv.ts'
import { pdfFormat } from './pdf.ts'
import { pngFormat } from './png.ts'
import { svgFormat } from './svg.ts'

/** Adding a format is a file and a line here. */
export const figureFormats: readonly FigureFormat[] = [svgFormat, pdfFormat, pngFormat, csvFormat]

export const figureFormat = (name: FigureFormatName): FigureFormat => figureFormats.find((format) => format.name === name)!
