import { paintBackdrop } from './backdrop.ts'
import { paintBody } from './body.ts'
import { paintGlasses } from './glasses.ts'
import { coverHair, paintBun, paintHair, paintHangingHair, paintHeadwear } from './hair.ts'
import { createScene, insideFace, type Scene } from './head.ts'
import { drawParameters, type FaceParameters } from './parameters.ts'
import { toSrgb } from './shading.ts'
import { paintEars, paintFace } from './skin.ts'

const ink = new Float64Array(3)
const backdrop = new Float64Array(3)

/**
 * Paints one synthetic face. A pure function of its arguments.
 *
 * @param seed of the data set, in [0, 2^32)
 * @param picture its number in the data set
 * @param imageSize width and height in pixels
 * @param target [height, width, channel] bytes are written from `offset`: sRGB, red, green, blue
 */
export function renderFace(seed: number, picture: number, imageSize: number, target: Uint8Array, offset = 0): void {
  const face = drawParameters(seed, picture)
  const pixel = 2 / imageSize
  const quarter = pixel / 4 // the sitter has two samples a pixel on alternating diagonals, four at eyes and mouth; edges are soft as well
  const scene = createScene(face, pixel * 0.6)
  const { grain, vignette, fade } = face.camera
  let dither = (face.noiseSeed | 1) >>> 0
  let position = offset
  for (let row = 0; row < imageSize; row++) {
    for (let column = 0; column < imageSize; column++) {
      let red = 0
      let green = 0
      let blue = 0
      const x = (column + 0.5) * pixel - 1
      const y = (row + 0.5) * pixel - 1
      paintBackdrop(face, backdrop, x, y, pixel)
      const slope = (row + column) & 1 ? quarter : -quarter
      const samples = nearFeatures(scene, x, y) ? 4 : 2
      for (let part = 0; part < samples; part++) {
        const side = part & 1 ? 1 : -1
        ink[0] = backdrop[0]!
        ink[1] = backdrop[1]!
        ink[2] = backdrop[2]!
        paintSitter(scene, face, x + side * quarter, y + (part & 2 ? -side : side) * slope)
        red += ink[0]!
        green += ink[1]!
        blue += ink[2]!
      }
      const share = (1 / samples) * (1 - vignette * 0.4 * (x * x + y * y))
      for (let channel = 0; channel < 3; channel++) {
        const value = channel === 0 ? red : channel === 1 ? green : blue
        dither = (Math.imul(dither, 1664525) + 1013904223) >>> 0
        const first = dither >>> 16
        dither = (Math.imul(dither, 1664525) + 1013904223) >>> 0
        const triangle = (first + (dither >>> 16)) / 65536 - 1
        const level = toSrgb(expose(value * share) * (1 - fade) + fade) + triangle * grain * 2.4
        target[position++] = level <= 0 ? 0 : level >= 255 ? 255 : Math.round(level)
      }
    }
  }
}

/** A film-like shoulder, so that highlights roll off instead of clipping. */
function expose(value: number): number {
  return value < 0.6 ? value : 0.6 + 0.4 * (1 - 1 / (1 + (value - 0.6) / 0.4))
}

/** Whether eyes, nose or mouth may be within this pixel. */
function nearFeatures(scene: Scene, x: number, y: number): boolean {
  const { pose, eyes } = scene.face
  const dx = (x - pose.x) / pose.scale - 0.6 * scene.turn.sy
  const dy = (y - pose.y) / pose.scale - 0.5 * scene.turn.sp
  return dx * dx < 0.36 && dy > eyes.y - 0.35 && dy < 0.75
}

/** Paints the sitter's layers at one point of the picture, back to front, over the backdrop. */
function paintSitter(scene: Scene, face: FaceParameters, x: number, y: number): void {
  const { pose } = face
  const upX = (x - pose.x) / pose.scale
  const upY = (y - pose.y) / pose.scale
  const headX = upX * scene.cosRoll + upY * scene.sinRoll
  const headY = -upX * scene.sinRoll + upY * scene.cosRoll
  const nearHead = headX * headX + headY * headY < scene.reach * scene.reach
  const hair = nearHead ? coverHair(scene, headX, headY) : 0
  if (hair < 1) {
    if (!insideFace(scene, headX, headY)) {
      paintHangingHair(scene, ink, upX, upY, false)
      paintBody(scene, ink, upX, upY)
      paintHangingHair(scene, ink, upX, upY, true)
    }
    if (!nearHead) return
    paintEars(scene, ink, headX, headY)
    paintBun(scene, ink, headX, headY)
    paintFace(scene, ink, headX, headY)
  }
  paintHair(scene, ink, hair)
  paintGlasses(scene, ink, headX, headY)
  paintHeadwear(scene, ink, headX, headY)
}
