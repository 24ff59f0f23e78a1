import { longestName, nameAmong, valueAmong } from '../../format/run-names.ts'
import type { PictureCell, PictureSection, PicturesBody } from '../figure.ts'
import { fineUnit } from '../sizes.ts'
import type { Box } from './canvas.ts'
import type { PageLook } from './page.ts'
import { fitText, textWidth, wrapText } from './text.ts'

/** Lines of text from a corner down. */
export interface PlacedLines {
  readonly lines: readonly string[]
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle'
}

export interface PictureLayout {
  /** A picture's width and height, in points. */
  readonly side: number
  /** What each column shows, and what each section does. */
  readonly heads: readonly PlacedLines[]
  readonly labels: readonly PlacedLines[]
  readonly cells: readonly { readonly cell: PictureCell; readonly x: number; readonly y: number }[]
  /** Of what stands below pictures; 0 where it stands in their corners. */
  readonly textHeight: number
  readonly bottom: number
}

/** One way to arrange the pictures, before anything is placed. */
interface Arrangement {
  /** The pictures' side, less what costs a reader more than small pictures do. */
  readonly worth: number
  place(): PictureLayout
}

/** A section's rows, or some of them. */
type Chunk = Pick<PictureSection, 'label' | 'rows'>

const snap = (length: number) => Math.max(1, Math.round(length / fineUnit)) * fineUnit
const snapUp = (length: number) => Math.ceil(length / fineUnit - 1e-6) * fineUnit
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

/** Width of a text in a picture's corner, with what stands around it. */
export const cornerWidth = (words: string, { small }: Pick<PageLook, 'small'>) => textWidth(words, small, 'mono') + small * 0.5

/** What every arrangement measures by. */
function measures({ size, columns, sections }: PicturesBody, box: Box, { text, small, leading }: PageLook) {
  const cells = sections.flatMap(({ rows }) => rows.flat())
  const words = cells.flatMap((cell) => cell?.text ?? [])
  return {
    ...{ columns, sections, box, text, leading },
    pixel: size * fineUnit,
    gap: snap(text * 0.3),
    blockGap: snap(text * 1.6),
    headed: columns.some((head) => head !== ''),
    labelled: sections.some(({ label }) => label !== ''),
    hasTexts: words.length > 0,
    widestText: Math.max(0, ...words.map((word) => cornerWidth(word, { small }))),
    left: snap(box.x),
    top: snap(box.y),
  }
}
type Measures = ReturnType<typeof measures>

/** Whole multiples of the pictures' pixels; where not even one to one fits, pictures are shown smaller than their pixels. */
function wholeSide({ pixel }: Measures, room: number): number {
  const fitting = Math.max(0.1, room / pixel)
  return (fitting < 1 ? fitting : Math.floor(fitting + 1e-6)) * pixel
}

/** A text in a corner that covers most of its picture is worse than a smaller picture. */
function cornerWorth({ widestText }: Measures, side: number): number {
  const share = widestText / side
  return share <= 0.65 ? 1 : share <= 0.9 ? 0.85 : 0.4
}

/** Of pictures whose heads leave out what all of them begin with, against others: whole words, or all before the value that differs. */
const briefWays = [
  { worth: 0.9, among: nameAmong },
  { worth: 0.75, among: valueAmong },
]

/** Long heads without the beginning that they share, as runs' names do; those that begin alike, where others begin otherwise. */
function brief(heads: readonly string[], among: typeof nameAmong): readonly string[] {
  const firstWord = (head: string) => head.split('-', 1)[0]
  const long = heads.filter((head) => head.length > longestName)
  const short = heads.map((head) =>
    among(
      head,
      long.filter((other) => firstWord(other) === firstWord(head)),
    ),
  )
  return new Set(short).size === new Set(heads).size ? short : heads
}

/** Of pictures whose heads or labels are cut short, against others; and where cut heads are the same. */
const cutWorth = 0.45
const sameWorth = 0.15
const unspaced = (text: string) => text.replace(/\s/g, '')
const areSame = (heads: readonly (readonly string[])[], whole: readonly string[]) =>
  new Set(heads.map((lines) => unspaced(lines.join('')))).size < new Set(whole).size
const shortened = (lines: readonly string[], whole: string) => unspaced(lines.join('')) !== unspaced(whole)

/** Sections in order, in so many blocks as evenly as whole sections allow; a section on its own is divided instead. */
function split(sections: readonly PictureSection[], blocks: number): Chunk[][] {
  if (sections.length === 1) {
    const [{ label, rows }] = sections as [PictureSection]
    const most = Math.ceil(rows.length / blocks)
    const parts = Array.from({ length: blocks }, (_, block) => rows.slice(block * most, (block + 1) * most))
    return parts.filter((part) => part.length > 0).map((part) => [{ label, rows: part }])
  }
  const most = sum(sections.map(({ rows }) => rows.length)) / blocks
  const out: Chunk[][] = [[]]
  let filled = 0
  for (const section of sections) {
    // Into the next block once its middle lies beyond what the blocks so far should hold.
    if (out.at(-1)!.length > 0 && out.length < blocks && filled + section.rows.length / 2 > most * out.length) out.push([])
    out.at(-1)!.push(section)
    filled += section.rows.length
  }
  return out
}

/** Pictures in columns below their heads; sections below each other, in blocks that stand beside each other. */
interface Across {
  readonly blocks: number
  /** Width of a column of labels beside the rows, against their longest word; 0: labels stand above the rows. */
  readonly beside: number
  readonly headLines: number
  readonly corners: boolean
}

function across(given: Measures, { blocks: count, beside, headLines, corners }: Across): Arrangement {
  const { columns, sections, box, text, leading, gap, blockGap, left, top } = given
  const blocks = split(sections, count)
  const headHeight = snapUp(leading * headLines)
  const labelHeight = given.labelled && beside === 0 ? snapUp(leading) : 0
  const longest = Math.max(...sections.flatMap(({ label }) => label.split(' ')).map((word) => textWidth(word, text, 'strong')))
  const labelWidth = beside === 0 ? 0 : snapUp(longest * beside + text * 0.6)
  const sectionGap = beside === 0 ? 0 : gap
  const textHeight = corners ? 0 : snapUp(text * 1.25)

  const wide = (box.width - blockGap * (blocks.length - 1)) / blocks.length - labelWidth
  const high = blocks.map((chunks) => {
    const rows = sum(chunks.map((chunk) => chunk.rows.length))
    const besides = headHeight + chunks.length * labelHeight + (chunks.length - 1) * sectionGap
    return (box.height - besides) / rows - gap - textHeight
  })
  const side = wholeSide(given, Math.min((wide + gap) / columns.length - gap, ...high))
  const heads = columns.map((head) => wrapText(head, side + gap * 0.5, text, 'regular', headLines, true))
  const labelLines = (label: string) => wrapText(label, labelWidth - text * 0.6, text, 'strong', 99)
  const crowded =
    beside > 0 &&
    sections.some(({ label, rows }) => labelLines(label).length * leading > rows.length * (side + gap + textHeight) + sectionGap)
  const cut = heads.some((lines, c) => shortened(lines, columns[c]!))
  return {
    worth:
      side *
      (areSame(heads, columns) ? sameWorth : cut ? cutWorth : 1) *
      (crowded ? 0 : 1) *
      (corners ? cornerWorth(given, side) : 1) *
      0.98 ** headLines,
    place() {
      const block = labelWidth + columns.length * (side + gap) - gap
      // Blocks share the width, so that every section's label has as much of it.
      const pitch = snap(Math.max(block + blockGap, (box.width + blockGap) / blocks.length))
      const placed = { heads: [] as PlacedLines[], labels: [] as PlacedLines[], cells: [] as PictureLayout['cells'][number][] }
      let bottom = top
      for (const [b, chunks] of blocks.entries()) {
        const x = left + b * pitch
        const at = (c: number) => x + labelWidth + c * (side + gap)
        for (const [c, lines] of heads.entries())
          placed.heads.push({ lines, x: at(c) + side / 2, y: top + headHeight - lines.length * leading, anchor: 'middle' })
        let y = top + headHeight
        for (const { label, rows } of chunks) {
          const room = b === blocks.length - 1 ? box.x + box.width - x : pitch - text
          const lines = beside > 0 ? labelLines(label) : [fitText(label, room, text, 'strong')]
          placed.labels.push({ lines, x, y, anchor: 'start' })
          y += labelHeight
          for (const row of rows) {
            for (const [c, cell] of row.entries()) if (cell) placed.cells.push({ cell, x: at(c), y })
            y += side + gap + textHeight
          }
          y += sectionGap
        }
        bottom = Math.max(bottom, y - sectionGap)
      }
      return { ...placed, side, textHeight, bottom }
    },
  }
}

/** Pictures in rows behind their heads; sections beside each other, so many in a band, bands below each other. */
function down(given: Measures, inBand: number, labelLines: number): Arrangement {
  const { columns, sections, box, text, leading, gap, blockGap, left, top } = given
  const bands = Array.from({ length: Math.ceil(sections.length / inBand) }, (_, b) =>
    sections.slice(b * inBand, (b + 1) * inBand),
  )
  const labelHeight = given.labelled ? snapUp(leading * labelLines) : 0
  const widestHead = Math.max(...columns.map((head) => textWidth(head, text, 'regular')))
  const headWidth = given.headed ? snapUp(Math.min(box.width * 0.25, widestHead) + text * 0.6) : 0
  const high = (box.height - bands.length * labelHeight) / (bands.length * columns.length) - gap
  const inRow = Math.max(...sections.map(({ rows }) => rows.length))
  const sectionWidth = (box.width - headWidth + blockGap) / inBand - blockGap
  const side = wholeSide(given, Math.min(high, (sectionWidth + gap) / inRow - gap))
  const heads = columns.map((head) => wrapText(head, headWidth - text * 0.5, text, 'regular', 2, true))
  const labels = sections.map(({ label }) => wrapText(label, sectionWidth + blockGap - text * 0.5, text, 'strong', labelLines))
  const cut =
    heads.some((lines, c) => shortened(lines, columns[c]!) || lines.length * leading > side + gap) ||
    labels.some((lines, s) => shortened(lines, sections[s]!.label))
  return {
    worth: side * (areSame(heads, columns) ? sameWorth : cut ? cutWorth : 1) * cornerWorth(given, side) * 0.97,
    place() {
      const placed = { heads: [] as PlacedLines[], labels: [] as PlacedLines[], cells: [] as PictureLayout['cells'][number][] }
      // Close together, unless their labels ask for more.
      const widths = labels.map((lines) => Math.max(...lines.map((line) => textWidth(line, text, 'strong'))))
      const pitch = snapUp(
        Math.min(
          sectionWidth + blockGap,
          Math.max(inRow * (side + gap) + (inRow > 1 ? blockGap : gap), ...widths.map((w) => w + text)),
        ),
      )
      let y = top
      for (const [b, band] of bands.entries()) {
        const first = y + labelHeight
        for (const [c, lines] of heads.entries()) {
          const middle = first + c * (side + gap) + side / 2
          placed.heads.push({ lines, x: left, y: middle - (lines.length * leading) / 2, anchor: 'start' })
        }
        for (const [s, { rows }] of band.entries()) {
          const x = left + headWidth + s * pitch
          const lines = labels[b * inBand + s]!
          placed.labels.push({ lines, x, y: first - lines.length * leading, anchor: 'start' })
          for (const [r, row] of rows.entries())
            for (const [c, cell] of row.entries())
              if (cell) placed.cells.push({ cell, x: x + r * (side + gap), y: first + c * (side + gap) })
        }
        y = first + columns.length * (side + gap)
      }
      return { ...placed, side, textHeight: 0, bottom: y }
    },
  }
}

/** The arrangement that shows the pictures largest, at whole multiples of the finest export's pixels, with level heads. */
export function layPictures(body: PicturesBody, box: Box, look: PageLook): PictureLayout {
  const given = measures(body, box, look)
  const { sections, headed, labelled, hasTexts } = given
  const counts = Array.from(
    { length: sections.length === 1 ? Math.min(6, sections[0]!.rows.length) : sections.length },
    (_, i) => i + 1,
  )
  const inBands = sections.map((_, s) => s + 1)
  const waysOf = (measured: Measures): Arrangement[] => [
    ...counts.flatMap((blocks) =>
      (labelled ? [0, 1, 1.5, 2.2] : [0]).flatMap((beside) =>
        (headed ? [1, 2, 3] : [0]).flatMap((headLines) =>
          (hasTexts ? [true, false] : [true]).map((corners) => across(measured, { blocks, beside, headLines, corners })),
        ),
      ),
    ),
    ...inBands.flatMap((inBand) => (labelled ? [1, 2, 3, 4] : [0]).map((lines) => down(measured, inBand, lines))),
  ]
  const briefly = briefWays.flatMap(({ worth, among }) =>
    waysOf({ ...given, columns: brief(given.columns, among) }).map((way) => ({ ...way, worth: way.worth * worth })),
  )
  const ways = [...waysOf(given), ...briefly]
  return ways.reduce((best, way) => (way.worth > best.worth + 1e-6 ? way : best)).place()
}
