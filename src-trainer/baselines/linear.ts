import Delaunator from 'delaunator'
import type { Baseline } from './baseline.ts'
import { nearestKnownPixels } from './nearest.ts'
import { rememberByMask } from './remember.ts'

/** What a pixel is made of: three known pixels and their weights, which sum to 1. */
interface Mixture {
  /** [pixels, 3] */
  readonly from: Int32Array
  /** [pixels, 3] */
  readonly weights: Float64Array
}

/**
 * Pixels lie on many common circles, so that the Delaunay triangulation is open in places: this much of a stretch and a shear decides all of
 * them the same way, and a sweep's direction, radial in Delaunator's case, does not show in the picture.
 */
const stretch = 1e-5
const shear = 3e-6

/** Barycentric coordinates in a Delaunay triangulation of the known pixels; outside their hull the nearest known pixel. */
function mixtureOf(mask: Uint8Array, size: number, nearest: (mask: Uint8Array) => Int32Array): Mixture {
  const known = [...mask.keys()].filter((pixel) => mask[pixel] === 1)
  const xs = known.map((pixel) => pixel % size)
  const ys = known.map((pixel) => Math.floor(pixel / size))
  const { triangles } = new Delaunator(
    Float64Array.from(known.flatMap((_, i) => [xs[i]! * (1 + stretch) + ys[i]! * shear, ys[i]!])),
  )
  const from = new Int32Array(mask.length * 3)
  const weights = new Float64Array(mask.length * 3)
  nearest(mask).forEach((source, pixel) => {
    from.fill(source, pixel * 3, pixel * 3 + 3)
    weights[pixel * 3] = 1
  })
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!]
    const [ax, bx, cx] = corners.map((corner) => xs[corner]!) as [number, number, number]
    const [ay, by, cy] = corners.map((corner) => ys[corner]!) as [number, number, number]
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if (area === 0) continue
    for (let y = Math.min(ay, by, cy); y <= Math.max(ay, by, cy); y++) {
      for (let x = Math.min(ax, bx, cx); x <= Math.max(ax, bx, cx); x++) {
        const pixel = y * size + x
        if (mask[pixel] === 1) continue
        const second = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
        const third = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
        if (second < -1e-9 || third < -1e-9 || second + third > 1 + 1e-9) continue
        from.set(
          corners.map((corner) => known[corner]!),
          pixel * 3,
        )
        weights.set([1 - second - third, second, third], pixel * 3)
      }
    }
  }
  return { from, weights }
}

/** Piecewise linear between the known pixels, the nearest one outside their hull. */
export const linearFill: Baseline = {
  name: 'linear',
  label: 'Linear',
  version: 1,
  learns: false,
  async fit({ imageSize: size, channels }) {
    const nearest = nearestKnownPixels(size)
    const mixtures = rememberByMask((mask) => mixtureOf(mask, size, nearest))
    return (picture, mask) => {
      if (!mask.includes(1)) return new Float32Array(picture.length).fill(Number.NaN)
      const { from, weights } = mixtures(mask)
      const filled = new Float32Array(picture.length)
      for (let i = 0; i < filled.length; i++) {
        const pixel = Math.floor(i / channels)
        let sum = 0
        for (let k = pixel * 3; k < pixel * 3 + 3; k++) sum += weights[k]! * picture[from[k]! * channels + (i % channels)]!
        filled[i] = sum / 255
      }
      return filled
    }
  },
}
