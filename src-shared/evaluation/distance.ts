/**
 * Distance from each pixel to the nearest known one, in pixels between centres: first along rows, then over the rows.
 *
 * @param mask [size, size], 1 = known
 * @returns [size, size]; 0 where known, Infinity everywhere when nothing is
 */
export function distanceToKnown(mask: Uint8Array, size: number): Float64Array {
  const along = new Float64Array(mask.length).fill(Number.POSITIVE_INFINITY)
  for (let row = 0; row < size; row++) {
    let last = Number.NEGATIVE_INFINITY
    for (let x = 0; x < size; x++) {
      if (mask[row * size + x] === 1) last = x
      along[row * size + x] = x - last
    }
    last = Number.POSITIVE_INFINITY
    for (let x = size - 1; x >= 0; x--) {
      if (mask[row * size + x] === 1) last = x
      along[row * size + x] = Math.min(along[row * size + x]!, last - x)
    }
  }
  return Float64Array.from(mask, (known, pixel) => {
    if (known === 1) return 0
    const [y, x] = [Math.floor(pixel / size), pixel % size]
    let nearest = Number.POSITIVE_INFINITY
    for (let row = 0; row < size; row++) nearest = Math.min(nearest, (row - y) ** 2 + along[row * size + x]! ** 2)
    return Math.sqrt(nearest)
  })
}
