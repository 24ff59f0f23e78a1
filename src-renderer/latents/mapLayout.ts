/** A map's points on a rectangle of the screen: both axes of one length a unit, so that distances are what they are. */
export interface MapView {
  /** Screen pixels a unit. */
  readonly scale: number
  /** Where (0, 0) lies, in pixels. */
  readonly left: number
  readonly top: number
}

export interface MapPoint {
  readonly x: number
  readonly y: number
}

/** @param scores [count, directions] */
export function pointsOf(scores: Float32Array, directions: number, axes: readonly [number, number]): MapPoint[] {
  return Array.from({ length: scores.length / directions }, (_, i) => ({
    x: scores[i * directions + axes[0]] ?? 0,
    y: scores[i * directions + axes[1]] ?? 0,
  }))
}

/** All points in sight, `margin` pixels from the edges. */
export function fitMap(points: readonly MapPoint[], width: number, height: number, margin: number): MapView {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [low, high] = [Math.min(...ys), Math.max(...ys)]
  const room = (length: number) => Math.max(1, length - 2 * margin)
  const scale = Math.min(room(width) / Math.max(1e-9, right - left), room(height) / Math.max(1e-9, high - low))
  return { scale, left: width / 2 - (scale * (left + right)) / 2, top: height / 2 + (scale * (low + high)) / 2 }
}

/** y goes up. */
export const toScreen = ({ scale, left, top }: MapView, { x, y }: MapPoint): MapPoint => ({
  x: left + scale * x,
  y: top - scale * y,
})

/** Nearer or farther about a point of the screen. */
export function zoomMap(view: MapView, factor: number, at: MapPoint): MapView {
  return {
    scale: view.scale * factor,
    left: at.x + (view.left - at.x) * factor,
    top: at.y + (view.top - at.y) * factor,
  }
}

/** The point nearest to a place on the screen, within `reach` pixels. */
export function nearestOnScreen(points: readonly MapPoint[], view: MapView, at: MapPoint, reach: number): number | undefined {
  let best: number | undefined
  let least = reach
  for (const [i, point] of points.entries()) {
    const { x, y } = toScreen(view, point)
    const distance = Math.hypot(x - at.x, y - at.y)
    if (distance < least) [best, least] = [i, distance]
  }
  return best
}

/** The next point in a direction, as the arrow keys go: near, and more along the direction than beside it. */
export function nextPoint(points: readonly MapPoint[], from: number, [dx, dy]: readonly [number, number]): number {
  const origin = points[from]!
  let best = from
  let least = Number.POSITIVE_INFINITY
  for (const [i, { x, y }] of points.entries()) {
    const along = (x - origin.x) * dx + (y - origin.y) * dy
    const beside = Math.abs((x - origin.x) * dy - (y - origin.y) * dx)
    if (i === from || along <= 0 || beside > along) continue
    const cost = along + beside
    if (cost < least) [best, least] = [i, cost]
  }
  return best
}
