import type { FigureFormat, RenderedFigure } from '../../../../src-shared/figures/rendered.ts'
import { type FigureFont, findFont, fontFile } from '../fonts/fonts.ts'
import { subsetFont } from '../fonts/subset.ts'
import { inherit, initialStyle, type Style } from '../svg/inherit.ts'
import { elementsOf, parseSvg, type SvgElement, textOf } from '../svg/parse.ts'

/** Every font that the texts within an element use, with its characters. */
function usedCharacters(
  element: SvgElement,
  outer: Style = initialStyle,
  used = new Map<FigureFont, Set<string>>(),
): Map<FigureFont, Set<string>> {
  const style = inherit(outer, element)
  if (element.name === 'text') {
    const font = findFont(style['font-family'], style['font-weight'])
    const characters = used.get(font) ?? new Set()
    for (const character of textOf(element)) characters.add(character)
    used.set(font, characters)
  } else for (const child of elementsOf(element)) usedCharacters(child, style, used)
  return used
}

async function fontFace(font: FigureFont, characters: ReadonlySet<string>): Promise<string> {
  const bytes = await subsetFont(await fontFile(font), { characters: [...characters].sort() })
  const data = Buffer.from(bytes).toString('base64')
  return `@font-face{font-family:"${font.family}";font-weight:${font.weight};src:url(data:font/ttf;base64,${data}) format("truetype")}`
}

/** The figure's SVG with the glyphs it needs inside, so that it looks the same where the fonts are not installed. Text stays text. */
export async function embedFonts({ svg }: RenderedFigure): Promise<string> {
  const used = [...usedCharacters(parseSvg(svg))].sort(([a], [b]) => a.name.localeCompare(b.name, 'en'))
  if (used.length === 0) return svg
  const faces = await Promise.all(used.map(([font, characters]) => fontFace(font, characters)))
  return svg.replace(/<svg\b[^>]*>/, (start) => `${start}<style>${faces.join('')}</style>`)
}

export const svgFormat: FigureFormat = {
  name: 'svg',
  extension: 'svg',
  mime: 'image/svg+xml',
  write: async (figure) => new TextEncoder().encode(await embedFonts(figure)),
}
