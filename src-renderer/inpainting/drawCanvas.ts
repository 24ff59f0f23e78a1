import { atOwnSize, type Drawing } from '../pictures/draw.ts'
import { brushPixels, type Place } from './strokes.ts'
import type { Viewport } from './viewport.ts'

/** What lies over the picture, in picture pixels. */
export interface Overlay {
  /** The brush's outline: its upper left pixel. */
  readonly brush?: { readonly place: Place; readonly width: number } | undefined
  /** Corners of a rectangle that is being drawn. */
  readonly rectangle?: { readonly from: Place; readonly to: Place } | undefined
}

/** Screen pixels a picture pixel from which on its grid helps. */
const gridFrom = 14
const hatchPeriod = 4
const hatchWidth = 1

/** @param unit device pixels a CSS pixel; the viewport is in CSS pixels */
export function drawCanvas(
  canvas: HTMLCanvasElement,
  drawing: Drawing,
  view: Viewport,
  look: { side: number; unit: number; hatch: readonly [ground: string, line: string] },
  overlay: Overlay,
): void {
  const side = Math.round(look.side * look.unit)
  if (canvas.width !== side) canvas.width = canvas.height = side
  const context = canvas.getContext('2d')!
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, side, side)
  const scale = view.scale * look.unit
  const left = Math.round(view.left * look.unit)
  const top = Math.round(view.top * look.unit)
  const length = Math.round(drawing.size * scale)
  if (drawing.mask) hatch(context, { left, top, length, side }, look)
  context.imageSmoothingEnabled = false
  context.drawImage(atOwnSize(drawing), left, top, length, length)
  context.setTransform(scale, 0, 0, scale, left, top)
  if (view.scale >= gridFrom) grid(context, drawing.size, 1 / scale)
  if (overlay.rectangle) outline(context, rectanglePath(overlay.rectangle), 1 / view.scale)
  if (overlay.brush) outline(context, brushPath(overlay.brush), 1 / view.scale)
}

/** The restorer's hatching behind the whole picture: its missing pixels let it through. */
function hatch(
  context: CanvasRenderingContext2D,
  { left, top, length, side }: { left: number; top: number; length: number; side: number },
  { unit, hatch: [ground, line] }: { unit: number; hatch: readonly [string, string] },
): void {
  const [from, to] = [Math.max(0, left), Math.min(side, left + length)]
  context.fillStyle = ground
  context.fillRect(from, top, to - from, length)
  context.fillStyle = line
  const period = Math.round(hatchPeriod * unit)
  for (let x = from; x < to; x += period) context.fillRect(x, top, Math.min(Math.round(hatchWidth * unit), to - x), length)
}

function grid(context: CanvasRenderingContext2D, size: number, hairline: number): void {
  context.fillStyle = 'rgb(128 128 128 / 22%)'
  for (let i = 1; i < size; i++) {
    context.fillRect(i, 0, hairline, size)
    context.fillRect(0, i, size, hairline)
  }
}

function rectanglePath({ from, to }: NonNullable<Overlay['rectangle']>): Path2D {
  const path = new Path2D()
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)]
  path.rect(x, y, Math.abs(from.x - to.x) + 1, Math.abs(from.y - to.y) + 1)
  return path
}

/** Edges between the brush's pixels and those beside them. */
function brushPath({ place, width }: NonNullable<Overlay['brush']>): Path2D {
  const path = new Path2D()
  const pixels = brushPixels(width)
  const inside = new Set(pixels.map(({ x, y }) => `${x},${y}`))
  const edge = (x0: number, y0: number, x1: number, y1: number) => {
    path.moveTo(place.x + x0, place.y + y0)
    path.lineTo(place.x + x1, place.y + y1)
  }
  for (const { x, y } of pixels) {
    if (!inside.has(`${x},${y - 1}`)) edge(x, y, x + 1, y)
    if (!inside.has(`${x},${y + 1}`)) edge(x, y + 1, x + 1, y + 1)
    if (!inside.has(`${x - 1},${y}`)) edge(x, y, x, y + 1)
    if (!inside.has(`${x + 1},${y}`)) edge(x + 1, y, x + 1, y + 1)
  }
  return path
}

/** Light on dark, so that it is seen on any picture. */
function outline(context: CanvasRenderingContext2D, path: Path2D, pixel: number): void {
  context.lineCap = 'square'
  context.strokeStyle = 'rgb(0 0 0 / 65%)'
  context.lineWidth = 3 * pixel
  context.stroke(path)
  context.strokeStyle = '#fff'
  context.lineWidth = 1.25 * pixel
  context.stroke(path)
}
