import { type FigureFont, findFont } from '../../fonts/fonts.ts'
import { enlargement } from '../../svg/enlarge.ts'
import { inherit, initialStyle, type Style } from '../../svg/inherit.ts'
import { elementsOf, type SvgElement, textOf } from '../../svg/parse.ts'
import { number, type PdfDocument, type Reference, reference } from './document.ts'
import { PdfFont } from './font.ts'
import { ellipseOperators, pathOperators, pointsOperators, rectangleOperators } from './path.ts'
import { addPicture } from './picture.ts'

/** What a figure's page needs besides its operators, by the names that they use. */
interface Resources {
  readonly fonts: Map<FigureFont, { readonly name: string; readonly font: PdfFont }>
  readonly pictures: Map<string, { readonly name: string; readonly object: Reference }>
  /** Opacities of filling and stroking. */
  readonly states: Map<string, string>
}

const num = (element: SvgElement, attribute: string, otherwise = 0): number => {
  const given = element.attributes[attribute]
  const value = given === undefined ? otherwise : Number(given)
  if (Number.isNaN(value)) throw new Error(`<${element.name}> has ${attribute}="${given}": expected a number`)
  return value
}

/** Red, green and blue, each 0 … 1. */
function colour(text: string): string {
  const digits = /^#(?:([\da-f]{3})|([\da-f]{6}))$/i.exec(text)
  if (!digits) throw new Error(`cannot draw the colour "${text}": expected # and three or six hexadecimal digits`)
  const full = digits[1] ? [...digits[1]].map((digit) => digit + digit).join('') : digits[2]!
  return [0, 2, 4].map((from) => number(Number.parseInt(full.slice(from, from + 2), 16) / 255)).join(' ')
}

/** @returns the operators' matrices in the order given */
function transforms(text: string): string[] {
  return [...text.matchAll(/(\w+)\(([^)]*)\)/g)].map(([whole, kind, list]) => {
    const [a = 0, b, c = 0, ...rest] = list!
      .trim()
      .split(/[\s,]+/)
      .map(Number)
    if (kind === 'translate') return `1 0 0 1 ${number(a)} ${number(b ?? 0)} cm`
    if (kind === 'scale') return `${number(a)} 0 0 ${number(b ?? a)} 0 0 cm`
    if (kind === 'matrix') return `${[a, b ?? 0, c, ...rest].map(number).join(' ')} cm`
    if (kind !== 'rotate') throw new Error(`cannot draw the transformation "${whole}"`)
    const angle = (a * Math.PI) / 180
    const [cos, sin, x, y] = [Math.cos(angle), Math.sin(angle), b ?? 0, c]
    return `${[cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos].map(number).join(' ')} cm`
  })
}

const caps: Readonly<Record<string, number>> = { butt: 0, round: 1, square: 2 }
const joins: Readonly<Record<string, number>> = { miter: 0, round: 1, bevel: 2 }

/** Draws a figure's SVG by PDF's operators: text as text, lines as lines. What figures do not use is refused, not left out. */
export class PdfPage {
  readonly #document: PdfDocument
  readonly #clips = new Map<string, SvgElement>()
  readonly #resources: Resources = { fonts: new Map(), pictures: new Map(), states: new Map() }
  readonly #out: string[] = []

  constructor(document: PdfDocument) {
    this.#document = document
  }

  /** @returns the page's operators and its resources' dictionary */
  async draw(svg: SvgElement): Promise<{ operators: string; resources: string }> {
    await this.#children(svg, initialStyle, 1)
    const { fonts, pictures, states } = this.#resources
    for (const { font } of fonts.values()) await font.finish(this.#document)
    const entries = [
      `/Font << ${[...fonts.values()].map(({ name, font }) => `/${name} ${reference(font.object)}`).join(' ')} >>`,
      `/XObject << ${[...pictures.values()].map(({ name, object }) => `/${name} ${reference(object)}`).join(' ')} >>`,
      `/ExtGState << ${[...states].map(([state, name]) => `/${name} << ${state} >>`).join(' ')} >>`,
    ]
    return { operators: this.#out.join('\n'), resources: `<< ${entries.join(' ')} >>` }
  }

  async #children(element: SvgElement, style: Style, opacity: number): Promise<void> {
    for (const child of elementsOf(element)) await this.#element(child, style, opacity)
  }

  async #element(element: SvgElement, outer: Style, outerOpacity: number): Promise<void> {
    const { name, attributes } = element
    if (['title', 'desc', 'metadata'].includes(name)) return
    if (name === 'defs') {
      for (const definition of elementsOf(element)) this.#clips.set(`url(#${definition.attributes.id})`, definition)
      return
    }
    const style = inherit(outer, element)
    const opacity = outerOpacity * num(element, 'opacity', 1)
    this.#out.push('q', ...transforms(attributes.transform ?? ''))
    const clip = attributes['clip-path']
    if (clip !== undefined && clip !== 'none') this.#clip(clip)
    if (name === 'g') await this.#children(element, style, opacity)
    else if (name === 'text') await this.#text(element, style, opacity)
    else if (name === 'image') this.#picture(element)
    else this.#shape(outline(element), style, opacity)
    this.#out.push('Q')
  }

  #clip(address: string): void {
    const clip = this.#clips.get(address)
    if (clip?.name !== 'clipPath') throw new Error(`no clipPath ${address}`)
    this.#out.push(...elementsOf(clip).map(outline), 'W n')
  }

  #shape(path: string, style: Style, opacity: number): void {
    const fills = style.fill !== 'none'
    const width = Number(style['stroke-width'])
    const strokes = style.stroke !== 'none' && width > 0
    if (!fills && !strokes) return
    this.#opacities(opacity * Number(style['fill-opacity']), opacity * Number(style['stroke-opacity']))
    if (fills) this.#out.push(`${colour(style.fill)} rg`)
    if (strokes) {
      const dashes = style['stroke-dasharray'] === 'none' ? '' : style['stroke-dasharray'].replaceAll(',', ' ')
      this.#out.push(
        `${colour(style.stroke)} RG ${number(width)} w ${caps[style['stroke-linecap']]} J ${joins[style['stroke-linejoin']]} j`,
        `${style['stroke-miterlimit']} M [${dashes}] 0 d`,
      )
    }
    const even = style['fill-rule'] === 'evenodd' ? '*' : ''
    this.#out.push(path, fills && strokes ? `B${even}` : fills ? `f${even}` : 'S')
  }

  #opacities(fill: number, stroke: number): void {
    if (fill === 1 && stroke === 1) return
    const { states } = this.#resources
    const key = `/ca ${number(fill)} /CA ${number(stroke)}`
    const name = states.get(key) ?? `S${states.size}`
    states.set(key, name)
    this.#out.push(`/${name} gs`)
  }

  async #text(element: SvgElement, style: Style, opacity: number): Promise<void> {
    const { fonts } = this.#resources
    if (elementsOf(element).length > 0) throw new Error('cannot draw elements within <text>: expected characters alone')
    const text = textOf(element)
    if (text === '' || style.fill === 'none') return
    const wanted = findFont(style['font-family'], style['font-weight'])
    const { name, font } = fonts.get(wanted) ?? { name: `F${fonts.size}`, font: await PdfFont.open(this.#document, wanted) }
    fonts.set(wanted, { name, font })
    const size = Number.parseFloat(style['font-size'])
    const { glyphs, width } = font.shape(text)
    const before = { start: 0, middle: 0.5, end: 1 }[style['text-anchor']]
    if (before === undefined) throw new Error(`text-anchor is "${style['text-anchor']}": expected start, middle or end`)
    this.#opacities(opacity * Number(style['fill-opacity']), 1)
    const x = num(element, 'x') - before * width * size
    // The page's y grows downwards, a glyph's upwards.
    this.#out.push(
      `${colour(style.fill)} rg BT /${name} ${number(size)} Tf 1 0 0 -1 ${number(x)} ${number(num(element, 'y'))} Tm [${glyphs}] TJ ET`,
    )
  }

  #picture(element: SvgElement): void {
    const { pictures } = this.#resources
    const address = element.attributes.href ?? element.attributes['xlink:href'] ?? ''
    const data = /^data:image\/png;base64,(.*)$/s.exec(address)?.[1]
    if (data === undefined) throw new Error(`cannot draw the picture "${address.slice(0, 40)}": expected a PNG in a data URI`)
    const [width, height] = [num(element, 'width'), num(element, 'height')]
    const bytes = Buffer.from(data, 'base64')
    const factor = enlargement(bytes.readUInt32BE(16), width)
    const key = `${factor} ${data}`
    const { name, object } = pictures.get(key) ?? { name: `I${pictures.size}`, object: addPicture(this.#document, bytes, factor) }
    pictures.set(key, { name, object })
    const place = [width, 0, 0, -height, num(element, 'x'), num(element, 'y') + height]
    this.#out.push(`${place.map(number).join(' ')} cm /${name} Do`)
  }
}

/** An element's outline as path operators. */
function outline(element: SvgElement): string {
  const { name, attributes } = element
  const of = (attribute: string) => num(element, attribute)
  if (name === 'rect') return rectangleOperators(of('x'), of('y'), of('width'), of('height'), num(element, 'rx', of('ry')))
  if (name === 'line') return pointsOperators(`${of('x1')} ${of('y1')} ${of('x2')} ${of('y2')}`, false)
  if (name === 'circle') return ellipseOperators(of('cx'), of('cy'), of('r'), of('r'))
  if (name === 'polyline' || name === 'polygon') return pointsOperators(attributes.points ?? '', name === 'polygon')
  if (name === 'path') return pathOperators(attributes.d ?? '')
  throw new Error(`cannot draw <${name}>: figures are made of rect, line, circle, polyline, polygon, path, text, image and g`)
}
