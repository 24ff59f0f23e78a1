/** Interleaved samples [height, width, channels], 0 … 255. */
export interface Samples {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly data: Uint8Array
}

/** Every pixel as a square of `factor` by `factor`. */
export function enlarge({ width, height, channels, data }: Samples, factor: number): Samples {
  const row = width * factor * channels
  const out = new Uint8Array(row * height * factor)
  for (let y = 0; y < height; y++) {
    const start = y * factor * row
    for (let x = 0; x < width * factor; x++) {
      const from = (y * width + Math.floor(x / factor)) * channels
      for (let c = 0; c < channels; c++) out[start + x * channels + c] = data[from + c]!
    }
    for (let copy = 1; copy < factor; copy++) out.copyWithin(start + copy * row, start, start + row)
  }
  return { width: width * factor, height: height * factor, channels, data: out }
}

/** Dots an inch at which an enlarged pixel's edge looks sharp on paper and on a projector. */
const sharpDotsPerInch = 300

/** How many times to enlarge a picture of `pixels` that is drawn `points` wide. */
export function enlargement(pixels: number, points: number): number {
  return Math.max(1, Math.min(16, Math.round((points * sharpDotsPerInch) / 72 / pixels)))
}
