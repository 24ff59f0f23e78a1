import type { FaceParameters } from './parameters.ts'
import { type Colour, clamp01, coverage, type Ink, noise, paint, smoothstep } from './shading.ts'

/**
 * What stands behind the sitter, out of focus.
 *
 * @param x y image coordinates, -1 to 1
 * @param edge width of one sample
 */
export function paintBackdrop(face: FaceParameters, ink: Ink, x: number, y: number, edge: number): void {
  const { first, second, third, angle, rate, kind, blobs } = face.backdrop
  const along = x * Math.cos(angle) + y * Math.sin(angle)
  const across = -x * Math.sin(angle) + y * Math.cos(angle)
  gradient(ink, first, second, clamp01(0.5 + along * 0.4))
  switch (kind) {
    case 'plain':
      break
    case 'studio': {
      const spot = Math.exp(-1.6 * ((x - 0.4 * Math.cos(angle)) ** 2 + (y - 0.3 * Math.sin(angle)) ** 2))
      gradient(ink, first, second, 1 - spot)
      break
    }
    case 'bokeh':
      for (const blob of blobs) {
        const distance = Math.hypot(x - blob.x, y - blob.y) - blob.radius
        paint(ink, blob.first ? third : second, 1.1, blob.opacity * coverage(distance, blob.soft))
      }
      break
    case 'window': {
      const [pane, door] = [blobs[0]!, blobs[1]!]
      const u = x + 0.06 * across
      paint(ink, third, 1, coverage(Math.abs(u - pane.x) - pane.radius - 0.25, 0.08 + edge))
      const bars = Math.min(Math.abs(u - pane.x), Math.abs(y - pane.y)) - 0.05
      paint(ink, first, 0.7, 0.8 * coverage(bars, 0.06 + edge) * coverage(Math.abs(u - pane.x) - pane.radius - 0.25, 0.08 + edge))
      paint(ink, second, 0.55, coverage(Math.abs(u - door.x - 1.1) - door.radius - 0.1, 0.06 + edge))
      break
    }
    case 'stripes':
      gradient(ink, first, second, smoothstep(-0.35, 0.35, Math.sin(along * rate * 3.2)))
      break
    case 'foliage': {
      const leaves = noise(x * rate * 1.3 + 9, y * rate * 1.3 + 9, face.noiseSeed)
      const twigs = noise(along * rate * 4.2 + 40, across * rate * 2.4 + 40, face.noiseSeed)
      gradient(ink, first, second, smoothstep(0.2, 0.8, 0.6 * leaves + 0.4 * twigs))
      paint(ink, third, 1.1, 0.7 * smoothstep(0.66, 0.86, leaves))
      break
    }
  }
}

function gradient(ink: Ink, first: Colour, second: Colour, share: number): void {
  for (let channel = 0; channel < 3; channel++) ink[channel] = first[channel]! + (second[channel]! - first[channel]!) * share
}
