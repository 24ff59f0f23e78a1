/** English Metric Units, in which presentations measure, in a point. */
const unitsPerPoint = 12_700

export interface Box {
  /** In points, from the slide's upper left corner. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** 13.333 by 7.5 inches, 16:9. */
export const slide = { width: 960, height: 540 }
export const titleBox: Box = { x: 36, y: 26, width: 888, height: 44 }
export const figureBox: Box = { x: 36, y: 82, width: 888, height: 420 }
export const numberBox: Box = { x: 828, y: 507, width: 96, height: 22 }

export const units = (points: number): number => Math.round(points * unitsPerPoint)

export const transform = ({ x, y, width, height }: Box): string =>
  `<a:xfrm><a:off x="${units(x)}" y="${units(y)}"/><a:ext cx="${units(width)}" cy="${units(height)}"/></a:xfrm>`

/** The largest box of a figure's shape in the middle of another. */
export function fitted(figure: { width: number; height: number }, within: Box): Box {
  const scale = Math.min(within.width / figure.width, within.height / figure.height)
  const [width, height] = [figure.width * scale, figure.height * scale]
  return { x: within.x + (within.width - width) / 2, y: within.y + (within.height - height) / 2, width, height }
}
