import { toBase64 } from '../../base64.ts'
import { errorColour } from '../../pictures/error-scale.ts'
import { encodeRows } from './encode-png.ts'
import { palette } from './palette.ts'

/** A small picture to be shown at `scale` times its size, pixel by pixel. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** Of the pixel at (x, y), from 0 to 255; undefined: missing, to be hatched. */
  colour(x: number, y: number): readonly [number, number, number] | undefined
}

const rgbOf = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number]
const hatchGround = rgbOf(palette.hatchGround)
const hatchLine = rgbOf(palette.hatchLine)

/**
 * A PNG of whole multiples of the picture's pixels, so that every renderer shows the same. Missing pixels get the restorer's hatching,
 * whose lines run through neighbouring pixels whatever their size.
 *
 * @param period from one line of the hatching to the next, in pixels of the PNG; half of it is line
 * @returns a data URI
 */
export function rasterUri({ width, height, colour }: Raster, scale: number, period: number): string {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = new Uint8Array(width * scale * 3)
    for (let x = 0; x < width; x++) {
      const found = colour(x, y)
      for (let at = x * scale; at < (x + 1) * scale; at++)
        row.set(found ?? (at % period < period / 2 ? hatchLine : hatchGround), at * 3)
    }
    return row
  })
  return `data:image/png;base64,${toBase64(encodeRows(rows, scale))}`
}

/**
 * How many times to repeat a pixel that is shown `shown` fine units wide: so often that no renderer's smoothing is seen, and a divisor, so
 * that all come out alike.
 */
export function repeats(shown: number): number {
  if (shown <= 16) return shown
  for (let divisor = 16; divisor >= 8; divisor--) if (shown % divisor === 0) return divisor
  return shown
}

/** @param pixels [size, size, channels] uint8, one channel or three; `mask` [size, size], 1 = known */
export function pictureRaster(pixels: Uint8Array, size: number, channels: number, mask?: Uint8Array): Raster {
  return {
    width: size,
    height: size,
    colour(x, y) {
      const pixel = y * size + x
      if (mask && mask[pixel] === 0) return undefined
      const value = (c: number) => pixels[pixel * channels + (channels === 1 ? 0 : c)]!
      return [value(0), value(1), value(2)]
    },
  }
}

/** @param errors [size, size] in [0, 1] */
export function errorRaster(errors: Float32Array, size: number, top: number): Raster {
  return { width: size, height: size, colour: (x, y) => errorColour(errors[y * size + x]! / top) }
}

/** The error maps' scale, from 0 to its top. */
export function scaleRaster(steps: number): Raster {
  return { width: steps, height: 1, colour: (x) => errorColour(x / (steps - 1)) }
}
