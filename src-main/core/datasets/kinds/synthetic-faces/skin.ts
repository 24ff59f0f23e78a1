import { paintBrows, paintEyes, paintMouth } from './features.ts'
import { type Hit, jawWarp, meet, paintLit, type Scene } from './head.ts'
import { clamp01, coverage, type Ink, noise, paint, smoothstep } from './shading.ts'

const hit: Hit = { coverage: 0, x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0 }
const albedo = new Float64Array(3)

/** exp(−x²), good to a few per cent and 0 beyond 2.2: soft bumps, many a sample. */
function bump(x2: number): number {
  if (x2 > 4.8) return 0
  const t = 1 - x2 / 4.8
  const t2 = t * t
  return t2 * t2 * (1 - 0.15 * x2 * t2)
}

/** Slope of the face's relief at (u, v), written to [∂h/∂u, ∂h/∂v]. */
const slope = new Float64Array(2)

function addRelief(u: number, v: number, cu: number, cv: number, su: number, sv: number, height: number): void {
  const du = (u - cu) / su
  const dv = (v - cv) / sv
  const g = height * bump(du * du + dv * dv)
  slope[0]! -= (2 * du * g) / su
  slope[1]! -= (2 * dv * g) / sv
}

/** Nose, eye sockets, cheeks, lips and chin as soft bumps; returns the shadow the nose casts, 0 to 1. */
function relief(scene: Scene, u: number, v: number): number {
  const { shape, eyes, mouth } = scene.face
  const tip = eyes.y + shape.noseLength + 0.05
  slope[0] = 0
  slope[1] = 0
  const middle = Math.abs(u) < 0.62
  if (middle && v > -0.45) {
    const along = clamp01((v - eyes.y + 0.05) / (tip - eyes.y))
    const shift = shape.noseHeight * along * scene.parallaxX
    addRelief(u, v, shift * 0.55, eyes.y + shape.noseLength * 0.45, shape.noseWidth * 0.75, 0.26, shape.noseHeight * 0.42)
    addRelief(u, v, shift, tip - 0.03, shape.noseWidth * 1.15, 0.1, shape.noseHeight * 0.85)
    for (let side = -1; side < 2; side += 2) {
      addRelief(u, v, shift + side * shape.noseWidth * 0.95, tip + 0.01, 0.06, 0.06, 0.028)
      addRelief(u, v, side * eyes.spread, eyes.y, 0.19, 0.12, -0.055)
      addRelief(u, v, side * eyes.spread, eyes.y - eyes.browLift, 0.22, 0.08, shape.browRidge)
    }
    addRelief(u, v, 0, mouth.y - 0.055, mouth.width, 0.05, 0.025)
    addRelief(u, v, 0, mouth.y + 0.07 + mouth.open, mouth.width * 0.8, 0.05, 0.035)
    addRelief(u, v, 0, mouth.y + 0.18 + mouth.open, mouth.width * 0.8, 0.06, -0.02)
  }
  for (let side = -1; side < 2; side += 2)
    addRelief(u, v, side * 0.4, 0.22, 0.24, 0.24, shape.cheeks + 0.25 * Math.max(0, mouth.smile))
  addRelief(u, v, 0, 0.86, 0.2, 0.16, 0.04)
  const cast = scene.light[0] * 0.16
  const du = (u - shape.noseHeight * scene.parallaxX + cast) / (0.09 + Math.abs(cast) * 0.4)
  const dv = (v - tip - 0.05) / (0.1 + 0.1 * clamp01(-scene.light[1]))
  return bump(du * du + dv * dv) * clamp01(Math.abs(scene.light[0]) + 0.4 * clamp01(-scene.light[1]))
}

/** Freckles, blush, shadow of a beard: what the skin itself looks like at (u, v). */
function complexion(scene: Scene, u: number, v: number): void {
  const { face } = scene
  const tip = face.eyes.y + face.shape.noseLength
  const side = Math.abs(u) - 0.38
  const blood =
    face.shape.blush *
    (0.7 * bump((side / 0.2) ** 2 + ((v - 0.25) / 0.17) ** 2) + 0.5 * bump((u / 0.12) ** 2 + ((v - tip) / 0.12) ** 2))
  const mottle = 0.94 + 0.12 * noise(u * 5 + 20, v * 5 + 20, face.noiseSeed)
  const freckle =
    face.freckles && v > -0.2 && v < 0.45
      ? face.freckles * smoothstep(0.6, 0.8, noise(u * 22 + 50, v * 22 + 50, face.noiseSeed))
      : 0
  for (let c = 0; c < 3; c++) {
    albedo[c] = (face.skin[c]! * (1 - blood) + face.skin[c]! * face.blood[c]! * 1.9 * blood) * mottle * (1 - 0.5 * freckle)
  }
  const { beard, mouth } = face
  if (beard.cover > 0) {
    const grain = noise(u * 18 + 80, v * 12 + 80, face.noiseSeed)
    const reach = beard.chinOnly ? coverage(Math.abs(u) - 0.2, 0.1) : 1
    const jaw = smoothstep(0.12, 0.28, v - 0.42 + 0.75 * Math.abs(u) * (v > 0.3 ? 1 : 0.8)) * reach
    const lip = beard.moustache
      ? bump(((u - 0.06 * scene.parallaxX) / 0.2) ** 2 + ((v - mouth.y + 0.1 - 0.2 * Math.abs(u) * 0.5) / 0.055) ** 2)
      : 0
    paint(albedo, beard.colour, 0.75 + 0.5 * grain, beard.cover * clamp01(Math.max(jaw, lip * 1.4)) * (0.7 + 0.3 * grain))
  }
}

/** The head's skin with its features. */
export function paintFace(scene: Scene, ink: Ink, x: number, y: number): void {
  const { shape } = scene.face
  if (!meet(scene, hit, jawWarp(scene, x, y), y, shape.width, 1, shape.depth, 0, 0)) return
  const u = hit.x
  const v = hit.y
  complexion(scene, u, v)
  let gloss = shape.gloss
  let shade = 1
  if (hit.z > -0.1) {
    shade -= 0.55 * relief(scene, u, v)
    hit.nx -= slope[0]!
    hit.ny -= slope[1]!
    const length = 1 / Math.sqrt(hit.nx * hit.nx + hit.ny * hit.ny + hit.nz * hit.nz)
    hit.nx *= length
    hit.ny *= length
    hit.nz *= length
    shade *= shadeOfHair(scene, u, v)
    if (Math.abs(u) < 0.6) {
      gloss = paintNostrils(scene, u, v, gloss)
      gloss = paintMouth(scene, albedo, u, v, gloss)
      gloss = paintEyes(scene, albedo, u, v, gloss)
      paintBrows(scene, albedo, u, v)
    }
  }
  paintLit(ink, scene, hit, albedo, 0.22, gloss, shade, hit.coverage)
}

function paintNostrils(scene: Scene, u: number, v: number, gloss: number): number {
  const { shape, eyes } = scene.face
  const tip = eyes.y + shape.noseLength + 0.1
  const du = Math.abs(u - shape.noseHeight * 0.8 * scene.parallaxX) - shape.noseWidth * 0.62
  const hole = bump((du / 0.045) ** 2 + ((v - tip) / 0.028) ** 2)
  paint(albedo, scene.face.blood, 0.12, 0.75 * hole)
  return gloss * (1 - hole)
}

/** Hair and hats keep the light off the forehead and temples. */
function shadeOfHair(scene: Scene, u: number, v: number): number {
  const { hair, headwear } = scene.face
  if (headwear === 'cap' || headwear === 'brim') return 0.35 + 0.65 * smoothstep(-0.45, 0.1, v)
  if (hair.style === 'bald') return 1
  const top = smoothstep(hair.line - 0.05, hair.line + 0.16 + hair.fringe, v)
  return (0.6 + 0.4 * top) * (0.75 + 0.25 * smoothstep(0.68, 0.5, Math.abs(u)))
}

/** Ears and neck: behind the face, in front of the back of the hair. */
export function paintEars(scene: Scene, ink: Ink, x: number, y: number): void {
  const { skin } = scene.face
  if (Math.abs(y - 0.1) > 0.6) return
  for (let side = -1; side < 2; side += 2) {
    const ear = scene.ears[side < 0 ? 0 : 1]
    const du = (x - ear[0]) / (0.11 + 0.05 * scene.turn.sy * -side)
    const dv = (y - ear[1]) / 0.2
    if (du * du + dv * dv > 2.6 || ear[2] < -0.62) continue
    const distance = Math.sqrt(du * du + dv * dv) - 1
    hit.nx = side * 0.75
    hit.ny = 0
    hit.nz = 0.66
    const fold = 1 - 0.4 * bump(du * du * 3 + dv * dv * 3)
    for (let c = 0; c < 3; c++) albedo[c] = skin[c]! * (c === 0 ? 1 : 0.86) * fold
    paintLit(ink, scene, hit, albedo, 0.4, 0, 0.85, coverage(distance * 0.11, scene.edge))
  }
}
