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

/** Rows in order, as evenly as that allows in so many blocks; a section that goes on in the next block has its label there again. */
function split(sections: readonly PictureSection[], blocks: number): Chunk[][] {
  const rows = sections.flatMap(({ label, rows: own }) => own.map((row) => ({ label, row })))
  const most = Math.ceil(rows.length / blocks)
  return Array.from({ length: blocks }, (_, block) => {
    const chunks: { label: string; rows: PictureSection['rows'][number][] }[] = []
    for (const { label, row } of rows.slice(block * most, (block + 1) * most)) {
      if (chunks.at(-1)?.label === label) chunks.at(-1)!.rows.push(row)
      else chunks.push({ label, rows: [row] })
    }
    return chunks
  }).filter((chunks) => chunks.length > 0)
}

/** The arrangement that shows the pictures largest, at whole multiples of the finest export's pixels. */
export function layPictures({ size, columns, sections }: PicturesBody, box: Box, look: PageLook): PictureLayout {
  const { text, leading } = look
  const gap = snap(text * 0.35)
  const blockGap = snap(text * 1.6)
  const widest = Math.max(0, ...columns.map((label) => textWidth(label, text, 'regular')))
  const rowCount = sections.reduce((sum, { rows }) => sum + rows.length, 0)
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
    const scale = Math.max(1, Math.floor(Math.min(wide, ...high) / (size * fineUnit) + 1e-6))
    const side = scale * size * fineUnit
    const block = columns.length * (side + gap) - gap
    const spare = (box.width - overhang - blocks.length * block) / Math.max(1, blocks.length - 1)
    const pitch = snap(block + Math.max(blockGap, Math.min(spare, blockGap * 2.5)))
    return { blocks, scale, side, gap, pitch, slanted, headHeight, labelHeight, textHeight }
  }

  const choices = Array.from({ length: Math.min(rowCount, 6) }, (_, i) => {
    const level = arrange(i + 1, false)
    return widest <= level.side + gap * 0.5 ? level : arrange(i + 1, true)
  })
  return choices.reduce((best, choice) => (choice.scale > best.scale ? choice : best))
}
