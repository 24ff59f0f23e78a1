import type { FigureFormat, RenderedFigure } from '../../../../src-shared/figures/rendered.ts'
import { parseSvg } from '../svg/parse.ts'
import { name, number, PdfDocument, reference, string } from './pdf/document.ts'
import { PdfPage } from './pdf/page.ts'

/** One page of the figure's size: text is text in embedded fonts, lines are lines, only photographs are pixels. */
export async function writePdf({ svg, width, height, title, metadata }: RenderedFigure): Promise<Uint8Array> {
  const document = new PdfDocument()
  const { operators, resources } = await new PdfPage(document).draw(parseSvg(svg))
  // PDF counts from the bottom, SVG from the top.
  const content = document.addStream('', new TextEncoder().encode(`1 0 0 -1 0 ${number(height)} cm\n${operators}`))
  const pages = document.reserve()
  const page = document.add(
    `<< /Type /Page /Parent ${reference(pages)} /MediaBox [0 0 ${number(width)} ${number(height)}] ` +
      `/Resources ${resources} /Contents ${reference(content)} >>`,
  )
  document.add(`<< /Type /Pages /Kids [${reference(page)}] /Count 1 >>`, pages)
  const catalog = document.add(
    `<< /Type /Catalog /Pages ${reference(pages)} /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>`,
  )
  const facts = { Title: title, Producer: 'Lacuna', ...metadata }
  const info = document.add(
    `<< ${Object.entries(facts)
      .map(([key, value]) => `${name(key)} ${string(value)}`)
      .join(' ')} >>`,
  )
  return document.write(catalog, info)
}

export const pdfFormat: FigureFormat = { name: 'pdf', extension: 'pdf', mime: 'application/pdf', write: writePdf }
