import type { RenderedDeck } from '../../../../src-shared/figures/rendered.ts'
import { placeholder, shapes, slideImage, slideNumber } from './frame.ts'
import { figureBox, fitted, transform } from './layout.ts'
import { escapeXml, namespaces, relations, xmlFile } from './xml.ts'

type Slide = RenderedDeck['slides'][number]

/** By which PowerPoint 2016 and later show an SVG in place of the picture that others show. */
const svgExtension = '{96DAC541-7B7A-43D3-8B79-37D633B846F1}'
const svgNamespace = 'http://schemas.microsoft.com/office/drawing/2016/SVG/main'

const run = (text: string) => `<a:r><a:rPr lang="en-GB"/><a:t>${escapeXml(text)}</a:t></a:r>`
const paragraphs = (text: string) =>
  text
    .split('\n')
    .map((line) => (line === '' ? '<a:p/>' : `<a:p>${run(line)}</a:p>`))
    .join('')

function picture({ figure }: Slide): string {
  return (
    `<p:pic><p:nvPicPr><p:cNvPr id="4" name="Figure" descr="${escapeXml(figure.title)}"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>` +
    `<p:blipFill><a:blip r:embed="rId2"><a:extLst><a:ext uri="${svgExtension}"><asvg:svgBlip xmlns:asvg="${svgNamespace}" r:embed="rId3"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill>` +
    `<p:spPr>${transform(fitted(figure, figureBox))}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
  )
}

/** A slide's files: itself, its notes, its figure as SVG and as PNG. */
export function slideFiles(slide: Slide, number: number, svg: string, png: Uint8Array): Record<string, Uint8Array> {
  const title = placeholder({ id: 2, name: 'Title', kind: 'type="title"', paragraphs: `<a:p>${run(slide.title)}</a:p>` })
  const notes = placeholder({ id: 3, name: 'Notes', kind: 'type="body" idx="1"', paragraphs: paragraphs(slide.notes ?? '') })
  return {
    [`ppt/slides/slide${number}.xml`]: xmlFile(
      `<p:sld ${namespaces}>${shapes(title + picture(slide) + slideNumber(String(number)))}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`,
    ),
    [`ppt/slides/_rels/slide${number}.xml.rels`]: relations([
      ['slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['image', `../media/figure${number}.png`],
      ['image', `../media/figure${number}.svg`],
      ['notesSlide', `../notesSlides/notesSlide${number}.xml`],
    ]),
    [`ppt/notesSlides/notesSlide${number}.xml`]: xmlFile(
      `<p:notes ${namespaces}>${shapes(slideImage() + notes)}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`,
    ),
    [`ppt/notesSlides/_rels/notesSlide${number}.xml.rels`]: relations([
      ['notesMaster', '../notesMasters/notesMaster1.xml'],
      ['slide', `../slides/slide${number}.xml`],
    ]),
    [`ppt/media/figure${number}.png`]: png,
    [`ppt/media/figure${number}.svg`]: new TextEncoder().encode(svg),
  }
}
