import type { RenderedDeck } from '../../../../src-shared/figures/rendered.ts'
import { notesPage } from './frame.ts'
import { slide, units } from './layout.ts'
import { escapeXml, namespaces, relations, xmlFile } from './xml.ts'

const presentationTypes = 'application/vnd.openxmlformats-officedocument.presentationml'
const documentTypes = 'application/vnd.openxmlformats-officedocument'
/** Identifies a custom property's meaning as "given by a person". */
const userProperties = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}'
/** The lowest number a slide may have; slides count from it. */
const firstSlideId = 256

function contentTypes(slides: number): Uint8Array {
  const numbered = Array.from({ length: slides }, (_, i) => i + 1)
  const parts: [string, string][] = [
    ['/ppt/presentation.xml', `${presentationTypes}.presentation.main+xml`],
    ['/ppt/slideMasters/slideMaster1.xml', `${presentationTypes}.slideMaster+xml`],
    ['/ppt/slideLayouts/slideLayout1.xml', `${presentationTypes}.slideLayout+xml`],
    ['/ppt/notesMasters/notesMaster1.xml', `${presentationTypes}.notesMaster+xml`],
    ['/ppt/theme/theme1.xml', `${documentTypes}.theme+xml`],
    ['/ppt/theme/theme2.xml', `${documentTypes}.theme+xml`],
    ...numbered.flatMap((number): [string, string][] => [
      [`/ppt/slides/slide${number}.xml`, `${presentationTypes}.slide+xml`],
      [`/ppt/notesSlides/notesSlide${number}.xml`, `${presentationTypes}.notesSlide+xml`],
    ]),
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['/docProps/app.xml', `${documentTypes}.extended-properties+xml`],
    ['/docProps/custom.xml', `${documentTypes}.custom-properties+xml`],
  ]
  return xmlFile(
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
      '<Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>' +
      `${parts.map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`).join('')}</Types>`,
  )
}

function presentation(slides: number): Uint8Array {
  const ids = Array.from({ length: slides }, (_, i) => `<p:sldId id="${firstSlideId + i}" r:id="rId${i + 3}"/>`)
  return xmlFile(
    `<p:presentation ${namespaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>` +
      `<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst>${ids.join('')}</p:sldIdLst>` +
      `<p:sldSz cx="${units(slide.width)}" cy="${units(slide.height)}"/><p:notesSz cx="${units(notesPage.width)}" cy="${units(notesPage.height)}"/></p:presentation>`,
  )
}

/** What was made of what, as the document's own properties. */
function properties({ title, metadata }: RenderedDeck): Record<string, Uint8Array> {
  const facts = Object.entries(metadata).map(
    ([name, value], i) =>
      `<property fmtid="${userProperties}" pid="${i + 2}" name="${escapeXml(name)}"><vt:lpwstr>${escapeXml(value)}</vt:lpwstr></property>`,
  )
  const typed = 'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
  return {
    'docProps/core.xml': xmlFile(
      '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">' +
        `<dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`,
    ),
    'docProps/app.xml': xmlFile(
      '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Lacuna</Application></Properties>',
    ),
    'docProps/custom.xml': xmlFile(
      `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" ${typed}>${facts.join('')}</Properties>`,
    ),
  }
}

/** The parts that hold a deck together, by name; the list of types comes first, as readers expect. */
export function packageFiles(deck: RenderedDeck): Record<string, Uint8Array> {
  const slides = deck.slides.map((_, i) => ['slide', `slides/slide${i + 1}.xml`] as const)
  return {
    '[Content_Types].xml': contentTypes(slides.length),
    '_rels/.rels': relations([
      ['officeDocument', 'ppt/presentation.xml'],
      ['http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', 'docProps/core.xml'],
      ['extended-properties', 'docProps/app.xml'],
      ['custom-properties', 'docProps/custom.xml'],
    ]),
    ...properties(deck),
    'ppt/presentation.xml': presentation(slides.length),
    'ppt/_rels/presentation.xml.rels': relations([
      ['slideMaster', 'slideMasters/slideMaster1.xml'],
      ['notesMaster', 'notesMasters/notesMaster1.xml'],
      ...slides,
      ['theme', 'theme/theme1.xml'],
    ]),
  }
}
