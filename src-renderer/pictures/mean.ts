/**
 * The mean of pictures, pixel by pixel.
 *
 * @param pictures [count, size, size, channels] uint8
 * @returns [size, size, channels] uint8, rounded
 */
export function meanPicture(pictures: Uint8Array, count: number): Uint8Array {
  const length = pictures.length / count
  const sums = new Float64Array(length)
  for (let i = 0; i < pictures.length; i++) sums[i % length]! += pictures[i]!
  return Uint8Array.from(sums, (sum) => Math.round(sum / count))
}
