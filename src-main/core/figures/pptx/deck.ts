import { zipSync } from 'fflate'
import type { RenderedDeck } from '../../../../src-shared/figures/rendered.ts'
import { writePng } from '../formats/png.ts'
import { outlineText } from '../svg/draw.ts'
import { enlargePictures } from '../svg/enlarge-pictures.ts'
import { frame } from './frame.ts'
import { packageFiles } from './package.ts'
import { slideFiles } from './slide.ts'

/** What programs without SVG show: sharp on a 4K screen. */
const fallbackDotsPerInch = 240
/** Zip counts time from here; in local fields, so that every place writes the same. */
const zipTime = () => new Date(1980, 0, 1)

export interface DeckOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { done: number; of: number }) => void
}

/**
 * A PowerPoint presentation, 16:9: one slide a figure, its title as text that can be edited, its notes as speaker notes, the figure as
 * SVG with a PNG for programs that show none. The SVG's glyphs are paths, for presentation programs load no fonts from it. Without dates
 * or random numbers: the same deck is the same bytes.
 */
export async function writeDeck(deck: RenderedDeck, { signal, onProgress }: DeckOptions = {}): Promise<Uint8Array> {
  const of = deck.slides.length
  const files: Record<string, Uint8Array> = { ...packageFiles(deck), ...frame }
  for (const [i, slide] of deck.slides.entries()) {
    signal?.throwIfAborted()
    onProgress?.({ done: i, of })
    const svg = await outlineText(enlargePictures(slide.figure.svg))
    Object.assign(files, slideFiles(slide, i + 1, svg, await writePng(slide.figure, fallbackDotsPerInch)))
  }
  onProgress?.({ done: of, of })
  return zipSync(files, { mtime: zipTime(), level: 6 })
}
