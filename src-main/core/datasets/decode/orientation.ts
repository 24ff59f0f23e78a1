/** Whether EXIF's orientation exchanges width and height. */
export const swapsSides = (orientation: number): boolean => orientation >= 5

/**
 * A stored picture turned upright, by EXIF's orientation.
 *
 * @param picture [height, width, channels] as stored
 * @returns [height, width, channels] upright; sides are exchanged from orientation 5 on
 */
export function turnUpright(
  picture: Uint8Array,
  width: number,
  height: number,
  channels: number,
  orientation: number,
): Uint8Array {
  const out = new Uint8Array(width * height * channels)
  const [across, down] = swapsSides(orientation) ? [height, width] : [width, height]
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const [u, v] = swapsSides(orientation) ? [y, x] : [x, y]
      const column = [2, 3, 7, 8].includes(orientation) ? width - 1 - u : u
      const row = [3, 4, 6, 7].includes(orientation) ? height - 1 - v : v
      for (let c = 0; c < channels; c++) out[(y * across + x) * channels + c] = picture[(row * width + column) * channels + c]!
    }
  }
  return out
}
