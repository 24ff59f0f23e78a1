import type { Drawing } from '../pictures/draw.ts'

/**
 * A latent as a picture: each channel from its 1st to its 99th hundredth. Three channels are shown as colours, others each in grey.
 *
 * @param values [height, width, channels], unbounded; height = width
 */
export function latentDrawings(values: Float32Array, [size, , channels]: readonly [number, number, number]): Drawing[] {
  const planes = Array.from({ length: channels }, (_, c) => plane(values, channels, c))
  const together = channels === 3 ? [planes] : planes.map((one) => [one, one, one])
  return together.map((colours) => {
    const pixels = new Uint8ClampedArray(size * size * 4)
    for (let i = 0; i < size * size; i++) {
      for (const [c, levels] of colours.entries()) pixels[i * 4 + c] = levels[i]!
      pixels[i * 4 + 3] = 255
    }
    return { size, pixels }
  })
}

function plane(values: Float32Array, channels: number, channel: number): Uint8ClampedArray {
  const own = Float32Array.from({ length: values.length / channels }, (_, i) => values[i * channels + channel]!)
  const sorted = own.toSorted()
  const low = sorted[Math.floor(0.01 * (sorted.length - 1))]!
  const high = sorted[Math.ceil(0.99 * (sorted.length - 1))]!
  return Uint8ClampedArray.from(own, (value) => (high > low ? (255 * (value - low)) / (high - low) : 128))
}
