import type { PictureSection, PicturesBody } from '../figure.ts'
import { fineUnit } from '../sizes.ts'
import type { Box } from './canvas.ts'
import type { PageLook } from './page.ts'
import { textWidth } from './text.ts'

/** A section's rows, or some of them, in one of the blocks that stand beside each other. */
interface Chunk {
  readonly label: string
  readonly rows: PictureSection['rows']
}

export interface PictureLayout {
  readonly blocks: readonly (readonly Chunk[])[]
  /** Fine units a picture's pixel. */
  readonly scale: number
  /** A picture's width and height, in points. */
  readonly side: number
  /** Between pictures. */
  readonly gap: number
  /** From a block's left edge to the next one's. */
  readonly pitch: number
  /** Column heads stand aslant where they are wider than their column. */
  readonly slanted: boolean
  /** Of column heads, section labels and what stands below pictures. */
  readonly headHeight: number
  readonly labelHeight: number
  readonly textHeight: number
}

/** Degrees that heads are slanted by. */
export const slant = 45
const sine = Math.sin((slant * Math.PI) / 180)

const snap = (length: number) => Math.max(1, Math.round(length / fineUnit)) * fineUnit
const snapUp = (length: number) => Math.ceil(length / fineUnit) * fineUnit

/** Sections in order, in so many blocks as evenly as whole sections allow; a section on its own is divided instead. */
function split(sections: readonly PictureSection[], blocks: number): Chunk[][] {
  if (sections.length === 1) {
    const [{ label, rows }] = sections as [PictureSection]
    const most = Math.ceil(rows.length / blocks)
    const parts = Array.from({ length: blocks }, (_, block) => rows.slice(block * most, (block + 1) * most))
    return parts.filter((part) => part.length > 0).map((part) => [{ label, rows: part }])
  }
  const most = sections.reduce((sum, { rows }) => sum + rows.length, 0) / blocks
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

/** The arrangement that shows the pictures largest, at whole multiples of the finest export's pixels. */
export function layPictures({ size, columns, sections }: PicturesBody, box: Box, look: PageLook): PictureLayout {
  const { text, leading } = look
  const gap = snap(text * 0.35)
  const blockGap = snap(text * 1.6)
  const widest = Math.max(0, ...columns.map((label) => textWidth(label, text, 'regular')))
  const texts = sections.some(({ rows }) => rows.some((row) => row.some((cell) => cell?.text)))
  const textHeight = texts ? snapUp(text * 1.25) : 0
  const labelHeight = sections.some(({ label }) => label !== '') ? snapUp(leading) : 0

  function arrange(count: number, slanted: boolean): PictureLayout {
    const blocks = split(sections, count)
    const headHeight = widest === 0 ? 0 : snapUp(slanted ? widest * sine + text : leading)
    const overhang = slanted ? widest * sine : 0
    const across = (box.width - overhang - blockGap * (blocks.length - 1)) / blocks.length
    const wide = (across - gap * (columns.length - 1)) / columns.length
    const high = blocks.map((chunks) => {
      const rows = chunks.reduce((sum, chunk) => sum + chunk.rows.length, 0)
      return (box.height - headHeight - chunks.length * labelHeight) / rows - textHeight - gap
    })
    const fitting = Math.max(0.1, Math.min(wide, ...high) / (size * fineUnit))
    // Where not even one to one fits, pictures are shown smaller than their pixels.
    const scale = Math.max(1, Math.floor(fitting + 1e-6))
    const side = Math.min(scale, fitting) * size * fineUnit
    const block = columns.length * (side + gap) - gap
    // Blocks share the width, so that every section's label has as much of it.
    const pitch = snap(Math.max(block + blockGap, (box.width - overhang + blockGap) / blocks.length))
    return { blocks, scale, side, gap, pitch, slanted, headHeight, labelHeight, textHeight }
  }

  const most = sections.length === 1 ? Math.min(6, sections[0]!.rows.length) : sections.length
  const choices = Array.from({ length: most }, (_, i) => {
    const level = arrange(i + 1, false)
    return widest <= level.side + gap * 0.5 ? level : arrange(i + 1, true)
  })
  // Level heads are worth a little of the pictures' size.
  const worth = ({ side, slanted }: PictureLayout) => side * (slanted ? 0.75 : 1)
  return choices.reduce((best, choice) => (worth(choice) > worth(best) ? choice : best))
}
