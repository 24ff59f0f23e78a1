/**
 * Moves labels apart along y so that none overlap and none leaves [top, bottom], each as near to its wish as that allows.
 *
 * @param wishes centres, any order
 * @returns centres, in the same order
 */
export function spread(wishes: readonly number[], height: number, top: number, bottom: number): number[] {
  const order = wishes.map((wish, i) => ({ wish, i })).sort((a, b) => a.wish - b.wish)
  const placed = new Array<number>(wishes.length)
  let floor = top + height / 2
  for (const { wish, i } of order) {
    placed[i] = Math.max(wish, floor)
    floor = placed[i] + height
  }
  let ceiling = bottom - height / 2
  for (const { i } of order.reverse()) {
    placed[i] = Math.min(placed[i]!, ceiling)
    ceiling = placed[i] - height
  }
  return placed
}
