import { createHash } from 'node:crypto'
import { Face, Font, Blob as FontBlob, Buffer as GlyphBuffer, shape } from 'harfbuzzjs'
import { type FigureFont, fontFile } from '../../fonts/fonts.ts'
import { subsetFont } from '../../fonts/subset.ts'
import { hex16, name, number, type PdfDocument, type Reference, reference } from './document.ts'

/** A PDF's text space has a thousand units to the font's size. */
const textUnits = 1000

/** A line of text, ready for the page. */
export interface ShapedLine {
  /** What stands between the brackets of a TJ operator: glyph numbers and kerning. */
  readonly glyphs: string
  /** At a size of 1. */
  readonly width: number
}

/** A font as a PDF file holds it: only the glyphs in use, which stay text that can be searched and copied. */
export class PdfFont {
  readonly #font: FigureFont
  readonly #file: Uint8Array
  readonly #face: Face
  readonly #shaper: Font
  /** Glyphs in use by number, with the characters each stands for. */
  readonly #used = new Map<number, string>()
  readonly object: Reference

  static async open(document: PdfDocument, font: FigureFont): Promise<PdfFont> {
    return new PdfFont(document, font, await fontFile(font))
  }

  private constructor(document: PdfDocument, font: FigureFont, file: Uint8Array) {
    this.#font = font
    this.#file = file
    this.#face = new Face(new FontBlob(file))
    this.#shaper = new Font(this.#face)
    this.object = document.reserve()
  }

  shape(text: string): ShapedLine {
    const buffer = new GlyphBuffer()
    buffer.addText(text)
    buffer.guessSegmentProperties()
    shape(this.#shaper, buffer)
    const scale = textUnits / this.#face.upem
    const positions = buffer.getGlyphPositions()
    let width = 0
    let glyphs = '<'
    for (const [i, { codepoint: glyph, cluster }] of buffer.getGlyphInfos().entries()) {
      this.#used.set(glyph, String.fromCodePoint(text.codePointAt(cluster)!))
      glyphs += glyph.toString(16).padStart(4, '0')
      const { xAdvance } = positions[i]!
      const kerning = (this.#shaper.glyphHAdvance(glyph) - xAdvance) * scale
      if (kerning !== 0) glyphs += `> ${number(kerning)} <`
      width += xAdvance / this.#face.upem
    }
    return { glyphs: `${glyphs}>`, width }
  }

  /** Adds the font's objects, once all text is shaped. */
  async finish(document: PdfDocument): Promise<void> {
    const glyphs = [...this.#used].sort(([a], [b]) => a - b)
    const characters = glyphs.map(([, character]) => character)
    const file = await subsetFont(this.#file, {
      characters,
      retainGlyphIds: true,
      dropTables: ['GPOS', 'GDEF', 'cmap', 'OS/2', 'name'],
    })
    // Six capital letters before the name mark a subset; a digest makes them its own.
    const tag = [...createHash('sha256').update(characters.join('')).digest().subarray(0, 6)]
      .map((byte) => String.fromCharCode(65 + (byte % 26)))
      .join('')
    const base = name(`${tag}+${this.#font.name}`)
    const scale = textUnits / this.#face.upem
    const widths = glyphs.map(([glyph]) => `${glyph} [${number(this.#shaper.glyphHAdvance(glyph) * scale)}]`).join(' ')
    const program = document.addStream(`/Length1 ${file.length}`, file)
    const descriptor = document.add(
      `<< /Type /FontDescriptor /FontName ${base} /Flags 4 ${this.#metrics(scale)} /ItalicAngle 0 /StemV 80 /FontFile2 ${reference(program)} >>`,
    )
    const descendant = document.add(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${base} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> ` +
        `/FontDescriptor ${reference(descriptor)} /W [${widths}] /CIDToGIDMap /Identity >>`,
    )
    const unicode = document.addStream('', new TextEncoder().encode(toUnicode(glyphs)))
    document.add(
      `<< /Type /Font /Subtype /Type0 /BaseFont ${base} /Encoding /Identity-H /DescendantFonts [${reference(descendant)}] /ToUnicode ${reference(unicode)} >>`,
      this.object,
    )
  }

  #metrics(scale: number): string {
    const table = (tag: string) => {
      const bytes = this.#face.referenceTable(tag)!
      return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    const head = table('head')
    const box = [36, 38, 40, 42].map((offset) => number(head.getInt16(offset) * scale)).join(' ')
    const { ascender, descender } = this.#shaper.hExtents()
    const capHeight = table('OS/2').getInt16(88)
    return `/FontBBox [${box}] /Ascent ${number(ascender * scale)} /Descent ${number(descender * scale)} /CapHeight ${number(capHeight * scale)}`
  }
}

/** The map from glyph numbers to characters by which a reader searches and copies. */
function toUnicode(glyphs: readonly (readonly [number, string])[]): string {
  const lines = glyphs.map(([glyph, text]) => `<${glyph.toString(16).padStart(4, '0')}> <${hex16(text)}>`)
  const blocks: string[] = []
  // A block may hold a hundred.
  for (let i = 0; i < lines.length; i += 100) {
    const block = lines.slice(i, i + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')
}
