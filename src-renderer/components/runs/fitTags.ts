import { textWidth } from '../../../src-shared/figures/svg/text.ts'

/** px: a tag's letters, its padding, what stands between two. */
const size = 12
const padding = 12
const gap = 4
/** px: longer ones are cut. */
const widest = 100

/** How many tags stand in `room` px beside "+3" for those that do not; one at least. */
export function fitTags(tags: readonly string[], room: number): number {
  const widths = tags.map((tag) => Math.min(widest, textWidth(tag, size, 'regular') + padding) + gap)
  const needed = (count: number) =>
    widths.slice(0, count).reduce((sum, width) => sum + width, 0) +
    (count < tags.length ? textWidth(`+${tags.length - count}`, size, 'regular') : -gap)
  let count = tags.length
  while (count > 1 && needed(count) > room) count--
  return count
}
