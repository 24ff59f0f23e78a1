import { type Drawing, pictureDrawing } from '../pictures/draw.ts'
import type { SplitPictures } from '../stores/splitPictures.ts'
import { type MapPoint, type MapView, toScreen } from './mapLayout.ts'

/** A picture marked by a letter. */
export interface MapMark {
  readonly label: string
  readonly at: MapPoint
}

export interface MapScene {
  readonly points: readonly MapPoint[]
  readonly thumbnails: readonly (CanvasImageSource | undefined)[]
  readonly marks: readonly MapMark[]
  readonly pointed: number | undefined
}

export interface MapLook {
  readonly width: number
  readonly height: number
  /** Device pixels a CSS pixel. */
  readonly unit: number
  /** Of a thumbnail, CSS pixels. */
  readonly side: number
  readonly colours: {
    readonly line: string
    readonly ink: string
    readonly accent: string
    readonly panel: string
    readonly quiet: string
  }
}

/** The first `count` pictures of a split, ready to be drawn. */
export function thumbnailsOf(pictures: SplitPictures, count: number): (CanvasImageSource | undefined)[] {
  return Array.from({ length: count }, (_, i) => {
    const data = pictures.picture(i)
    return data && canvasOf(pictureDrawing(data, pictures.size, pictures.channels.value))
  })
}

function canvasOf({ size, pixels }: Drawing): OffscreenCanvas {
  const canvas = new OffscreenCanvas(size, size)
  canvas.getContext('2d')!.putImageData(new ImageData(pixels, size, size), 0, 0)
  return canvas
}

export function drawMap(canvas: HTMLCanvasElement, scene: MapScene, view: MapView, look: MapLook): void {
  const { width, height, unit, side, colours } = look
  canvas.width = Math.round(width * unit)
  canvas.height = Math.round(height * unit)
  const context = canvas.getContext('2d')!
  context.scale(unit, unit)
  const origin = toScreen(view, { x: 0, y: 0 })
  context.fillStyle = colours.line
  context.fillRect(Math.round(origin.x), 0, 1, height)
  context.fillRect(0, Math.round(origin.y), width, 1)
  for (const [i, point] of scene.points.entries())
    if (i !== scene.pointed) thumbnail(context, scene, i, toScreen(view, point), look)
  for (const { label, at } of scene.marks) mark(context, label, toScreen(view, at), side, colours)
  const { pointed } = scene
  if (pointed === undefined || !scene.points[pointed]) return
  const at = toScreen(view, scene.points[pointed])
  thumbnail(context, scene, pointed, at, { ...look, side: Math.max(2 * side, 64) })
  context.strokeStyle = colours.ink
  context.lineWidth = 1
  const half = Math.max(side, 32)
  context.strokeRect(Math.round(at.x) - half - 0.5, Math.round(at.y) - half - 0.5, 2 * half + 1, 2 * half + 1)
}

function thumbnail(
  context: CanvasRenderingContext2D,
  { thumbnails }: MapScene,
  i: number,
  at: MapPoint,
  { side, colours }: MapLook,
) {
  const left = Math.round(at.x - side / 2)
  const top = Math.round(at.y - side / 2)
  const picture = thumbnails[i]
  if (!picture) {
    context.fillStyle = colours.quiet
    context.fillRect(Math.round(at.x) - 2, Math.round(at.y) - 2, 4, 4)
    return
  }
  context.imageSmoothingEnabled = side < 32
  context.drawImage(picture, left, top, side, side)
}

/** A frame around a thumbnail, and its letter. */
function mark(context: CanvasRenderingContext2D, label: string, { x, y }: MapPoint, side: number, colours: MapLook['colours']) {
  context.lineWidth = 2
  context.strokeStyle = colours.accent
  context.beginPath()
  context.rect(Math.round(x - side / 2) - 2, Math.round(y - side / 2) - 2, side + 4, side + 4)
  context.stroke()
  const [left, top] = [Math.round(x + side / 2) - 6, Math.round(y - side / 2) - 10]
  context.fillStyle = colours.accent
  context.fillRect(left, top, 14, 14)
  context.fillStyle = colours.panel
  context.font = '600 11px "Inter Variable", sans-serif'
  context.textAlign = 'center'
  context.fillText(label, left + 7, top + 11)
}
