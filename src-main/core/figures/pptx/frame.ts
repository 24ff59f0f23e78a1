import { numberBox, slide, titleBox, transform, units } from './layout.ts'
import { namespaces, relations, xmlFile } from './xml.ts'

/** What is the same in every deck: theme, master, the one layout, and the notes' master. */

// Arial and its metric twins are on every machine that shows slides; a theme cannot bring a font with it.
const font = 'Arial'

const theme = (name: string) =>
  xmlFile(
    `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="${name}"><a:themeElements>` +
      `<a:clrScheme name="Lacuna">${Object.entries({
        dk1: '1D1B16',
        lt1: 'FFFFFF',
        dk2: '56524A',
        lt2: 'F2F0EA',
        accent1: '0B6E6E',
        accent2: '0072B2',
        accent3: 'C24D00',
        accent4: '00805C',
        accent5: 'B0568C',
        accent6: '6F6A60',
        hlink: '0B6E6E',
        folHlink: '56524A',
      })
        .map(([role, colour]) => `<a:${role}><a:srgbClr val="${colour}"/></a:${role}>`)
        .join('')}</a:clrScheme>` +
      `<a:fontScheme name="Lacuna">${['major', 'minor']
        .map((kind) => `<a:${kind}Font><a:latin typeface="${font}"/><a:ea typeface=""/><a:cs typeface=""/></a:${kind}Font>`)
        .join('')}</a:fontScheme>` +
      '<a:fmtScheme name="Lacuna">' +
      `<a:fillStyleLst>${'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'.repeat(3)}</a:fillStyleLst>` +
      `<a:lnStyleLst>${'<a:ln w="9525"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'.repeat(3)}</a:lnStyleLst>` +
      `<a:effectStyleLst>${'<a:effectStyle><a:effectLst/></a:effectStyle>'.repeat(3)}</a:effectStyleLst>` +
      `<a:bgFillStyleLst>${'<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'.repeat(3)}</a:bgFillStyleLst>` +
      '</a:fmtScheme></a:themeElements></a:theme>',
  )

const group =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'

/** Everything on a slide, layout, master or notes page. */
export const shapes = (inside: string, background = ''): string =>
  `<p:cSld>${background}<p:spTree>${group}${inside}</p:spTree></p:cSld>`

export interface PlaceholderOptions {
  readonly id: number
  readonly name: string
  /** Attributes of `<p:ph>`. */
  readonly kind: string
  readonly properties?: string
  /** `<a:p>` elements; an empty paragraph when left out. */
  readonly paragraphs?: string
  readonly body?: string
}

/** A shape whose place and look come from the layout where it gives none. */
export const placeholder = ({
  id,
  name,
  kind,
  properties = '',
  paragraphs = '<a:p/>',
  body = '<a:bodyPr/>',
}: PlaceholderOptions): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph ${kind}/></p:nvPr></p:nvSpPr>` +
  `<p:spPr>${properties}</p:spPr><p:txBody>${body}<a:lstStyle/>${paragraphs}</p:txBody></p:sp>`

const numberStyle =
  '<a:rPr lang="en-GB" sz="1400"><a:solidFill><a:srgbClr val="6F6A60"/></a:solidFill><a:latin typeface="+mn-lt"/></a:rPr>'
/** The slide's own number, which follows when slides are moved. */
export const slideNumber = (value: string): string =>
  placeholder({
    id: 3,
    name: 'Slide number',
    kind: 'type="sldNum" sz="quarter" idx="10"',
    paragraphs: `<a:p><a:pPr algn="r"/><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">${numberStyle}<a:t>${value}</a:t></a:fld></a:p>`,
  })

const place = (box: Parameters<typeof transform>[0]) => `${transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>`
const tight = (anchor: string) => `<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="${anchor}"><a:normAutofit/></a:bodyPr>`

const title = (words: string) =>
  placeholder({
    id: 2,
    name: 'Title',
    kind: 'type="title"',
    properties: place(titleBox),
    body: tight('ctr'),
    paragraphs: `<a:p><a:r><a:rPr lang="en-GB"/><a:t>${words}</a:t></a:r></a:p>`,
  })
const numbering = slideNumber('‹#›')
  .replace('<p:spPr></p:spPr>', `<p:spPr>${place(numberBox)}</p:spPr>`)
  .replace('<a:bodyPr/>', tight('ctr'))

const colourMap =
  'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"'
const background = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
const levels = (size: number) =>
  Array.from(
    { length: 5 },
    (_, i) =>
      `<a:lvl${i + 1}pPr marL="${units(18 * i)}" algn="l"><a:buNone/><a:defRPr sz="${size}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl${i + 1}pPr>`,
  ).join('')

const master = xmlFile(
  `<p:sldMaster ${namespaces}>${shapes(title('Title') + numbering, background)}<p:clrMap ${colourMap}/>` +
    '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>' +
    '<p:txStyles><p:titleStyle><a:lvl1pPr algn="l"><a:buNone/><a:defRPr sz="2800" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>' +
    `<p:bodyStyle>${levels(1800)}</p:bodyStyle><p:otherStyle>${levels(1800)}</p:otherStyle></p:txStyles></p:sldMaster>`,
)

const layout = xmlFile(
  `<p:sldLayout ${namespaces} type="titleOnly" preserve="1">${shapes(title('Title') + numbering).replace('<p:cSld>', '<p:cSld name="Title and figure">')}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`,
)

/** An upright page: the slide above, its notes below. */
export const notesPage = { width: slide.height, height: slide.width * 0.75 }
const notesMaster = xmlFile(
  `<p:notesMaster ${namespaces}>${shapes(
    slideImage(place({ x: 54, y: 54, width: 432, height: 243 })) +
      placeholder({
        id: 3,
        name: 'Notes',
        kind: 'type="body" sz="quarter" idx="1"',
        properties: place({ x: 54, y: 324, width: 432, height: 342 }),
      }),
    background,
  )}<p:clrMap ${colourMap}/><p:notesStyle>${levels(1200)}</p:notesStyle></p:notesMaster>`,
)

export function slideImage(properties = ''): string {
  return `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr>${properties}</p:spPr></p:sp>`
}

/** Files of the package by name. */
export const frame: Readonly<Record<string, Uint8Array>> = {
  'ppt/theme/theme1.xml': theme('Lacuna'),
  'ppt/theme/theme2.xml': theme('Lacuna notes'),
  'ppt/slideMasters/slideMaster1.xml': master,
  'ppt/slideMasters/_rels/slideMaster1.xml.rels': relations([
    ['slideLayout', '../slideLayouts/slideLayout1.xml'],
    ['theme', '../theme/theme1.xml'],
  ]),
  'ppt/slideLayouts/slideLayout1.xml': layout,
  'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relations([['slideMaster', '../slideMasters/slideMaster1.xml']]),
  'ppt/notesMasters/notesMaster1.xml': notesMaster,
  'ppt/notesMasters/_rels/notesMaster1.xml.rels': relations([['theme', '../theme/theme2.xml']]),
}
