import { swapsSides, turnUpright } from './orientation.ts'
import { inspect } from './read-square.ts'

/**
 * Decodes a whole picture and turns it upright, as `readSquare` does with a part of it: 8 bits a sample, transparency on white.
 *
 * @returns data [height, width, channels], 0 … 255
 * @throws PictureError
 */
export async function readUpright(
  bytes: Uint8Array,
): Promise<{ data: Uint8Array; width: number; height: number; channels: 1 | 3 }> {
  const { format, header } = inspect(bytes)
  const { width, height, orientation } = header
  const { data, channels } = await format.decode(bytes, { left: 0, top: 0, width, height })
  const samples = data.slice(0, width * height * channels)
  if (orientation === 1) return { data: samples, width, height, channels }
  const upright = turnUpright(samples, width, height, channels, orientation)
  return swapsSides(orientation)
    ? { data: upright, width: height, height: width, channels }
    : { data: upright, width, height, channels }
}
