import type { Place } from './strokes.ts'

/** What part of a picture a square window shows: whole screen pixels a picture pixel, and where the picture's upper left corner lies. */
export interface Viewport {
  readonly scale: number
  /** In the window's pixels. */
  readonly left: number
  readonly top: number
}

const greatestScale = 64

/** The whole picture at the greatest whole multiple that fits, in the middle. */
export function fitPicture(size: number, side: number): Viewport {
  const scale = Math.max(1, Math.floor(side / size))
  const left = Math.floor((side - size * scale) / 2)
  return { scale, left, top: left }
}

/** Nearer or farther, so that what lies under the point stays there. The scale stays a whole number. */
export function zoom(view: Viewport, size: number, side: number, by: 1 | -1, at: Place): Viewport {
  const least = fitPicture(size, side).scale
  const step = Math.max(1, Math.round(view.scale / 6))
  const scale = Math.min(greatestScale, Math.max(least, view.scale + by * step))
  if (scale === view.scale) return view
  if (scale === least) return fitPicture(size, side)
  const moved = (offset: number, point: number) => Math.round(point - ((point - offset) / view.scale) * scale)
  return keepInside({ scale, left: moved(view.left, at.x), top: moved(view.top, at.y) }, size, side)
}

export function pan(view: Viewport, size: number, side: number, dx: number, dy: number): Viewport {
  return keepInside({ ...view, left: view.left + dx, top: view.top + dy }, size, side)
}

/** A picture larger than its window covers it; a smaller one stays in the middle. */
function keepInside(view: Viewport, size: number, side: number): Viewport {
  const length = size * view.scale
  const inside = (offset: number) =>
    length <= side ? Math.floor((side - length) / 2) : Math.min(0, Math.max(side - length, Math.round(offset)))
  return { scale: view.scale, left: inside(view.left), top: inside(view.top) }
}

/** From the window's pixels to the picture's, 0 the corner of the first. */
export function toPicture({ scale, left, top }: Viewport, { x, y }: Place): { u: number; v: number } {
  return { u: (x - left) / scale, v: (y - top) / scale }
}

/** So moved that a pixel is in sight. */
export function bringIntoView(view: Viewport, size: number, side: number, { x, y }: Place): Viewport {
  const shift = (offset: number, pixel: number) => {
    const start = offset + pixel * view.scale
    return start < 0 ? -start : Math.min(0, side - (start + view.scale))
  }
  return pan(view, size, side, shift(view.left, x), shift(view.top, y))
}
