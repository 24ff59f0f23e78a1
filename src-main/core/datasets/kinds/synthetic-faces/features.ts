import type { Scene } from './head.ts'
import { clamp01, coverage, fromSrgb, type Ink, noise, paint } from './shading.ts'

const WHITE_OF_EYE = fromSrgb(232, 226, 220)
const TEETH = fromSrgb(238, 232, 220)
const INSIDE_MOUTH = fromSrgb(58, 18, 20)
const LASH = fromSrgb(22, 16, 15)

/**
 * Features are painted on the face's albedo at (u, v), the head's own x and y. Each returns the gloss left at that point.
 */
export function paintEyes(scene: Scene, albedo: Ink, u: number, v: number, gloss: number): number {
  const { eyes, age } = scene.face
  const side = u < 0 ? -1 : 1
  const du = u - side * eyes.spread
  const dv = v - eyes.y + eyes.slant * side * du
  const width = eyes.width
  if (Math.abs(du) > width * 1.6 || Math.abs(dv) > 0.3) return gloss
  const edge = scene.edge
  const s = clamp01(1 - (du / width) ** 2)
  const upper = -eyes.open * s ** 0.7
  const lower = eyes.open * 0.62 * s
  const crease = Math.abs(dv - upper * 1.25 + 0.045) - 0.012
  paint(albedo, scene.face.skin, 0.45, 0.5 * s * coverage(crease, 0.03 + edge))
  const bag = Math.abs(dv - lower - 0.05) - 0.012
  paint(albedo, scene.face.skin, 0.55, (0.12 + 0.4 * age * age) * s * coverage(bag, 0.05 + edge))
  const inside = s > 0 ? coverage(Math.max(upper - dv, dv - lower), edge * 0.8) * coverage(Math.abs(du) - width, edge) : 0
  if (inside > 0) {
    paint(albedo, WHITE_OF_EYE, 0.55 + 0.35 * clamp01((dv - upper) / 0.1), inside * 0.9)
    const gu = du - eyes.gazeX
    const gv = dv - eyes.gazeY + eyes.open * 0.12
    const radius = Math.sqrt(gu * gu + gv * gv)
    const iris = 0.082
    paint(albedo, eyes.iris, 0.8, inside * coverage(radius - iris, edge * 0.8))
    paint(albedo, LASH, 0.6, inside * coverage(radius - iris * 0.48, edge * 0.8))
    const glint = Math.hypot(gu - 0.03 * Math.sign(scene.light[0] || 1), gv + 0.028)
    paint(albedo, WHITE_OF_EYE, 1.8, 0.7 * inside * coverage(glint - 0.017, edge * 0.6))
  }
  const lid = Math.abs(dv - upper + 0.008) - 0.012 - 0.012 * eyes.lashes
  const wing = coverage(Math.abs(du) - width * (1 + 0.12 * eyes.lashes), edge)
  paint(albedo, LASH, 1, (0.6 + 0.4 * eyes.lashes) * wing * coverage(lid, edge * 0.9))
  paint(albedo, scene.face.skin, 0.35, 0.35 * wing * s * coverage(Math.abs(dv - lower) - 0.008, edge))
  return gloss * (1 - inside)
}

export function paintBrows(scene: Scene, albedo: Ink, u: number, v: number): void {
  const { eyes, hair } = scene.face
  const side = u < 0 ? -1 : 1
  const t = (side * u - eyes.spread) / 0.2
  if (t < -1.3 || t > 1.4 || Math.abs(v - eyes.y + eyes.browLift) > 0.2) return
  const arch = eyes.y - eyes.browLift - 0.03 * (1 - (t - 0.15) ** 2) + (eyes.browTilt + 0.025) * t * 0.5
  const thick = eyes.browThick * (1 - 0.45 * clamp01((t + 0.2) / 1.2))
  const ends = coverage(Math.abs(t) - 1, 0.35)
  const dark = hair.style === 'bald' ? 0.35 : 0.7
  const grain = 0.75 + 0.25 * noise(u * 30 + 7, v * 30 + 7, scene.face.noiseSeed)
  paint(albedo, scene.brow, dark, 0.9 * grain * ends * coverage(Math.abs(v - arch) - thick, scene.edge + 0.015))
}

export function paintMouth(scene: Scene, albedo: Ink, u: number, v: number, gloss: number): number {
  const { mouth, skin } = scene.face
  const t = (u - 0.05 * scene.parallaxX) / mouth.width
  if (Math.abs(t) > 1.5 || Math.abs(v - mouth.y) > 0.35) return gloss
  const edge = scene.edge
  const s = clamp01(1 - t * t)
  const line = mouth.y + mouth.smile * (0.4 - t * t)
  const gap = mouth.open * s
  const bow = 1 - 0.22 * Math.exp(-t * t * 30)
  const top = line - mouth.fullness * 0.75 * s ** 0.6 * bow
  const bottom = line + gap + mouth.fullness * 1.05 * s ** 0.7
  const lips = coverage(Math.max(top - v, v - bottom), edge * 1.1) * (s > 0 ? 1 : 0)
  paint(albedo, scene.lip, v < line + gap * 0.5 ? 0.8 : 1.1, lips * 0.92)
  if (mouth.open > 0 && s > 0) {
    const inside = coverage(Math.max(line - v, v - line - gap), edge * 0.8)
    const teeth = coverage(v - line - Math.max(gap * 0.62, 0.03), edge)
    paint(albedo, INSIDE_MOUTH, 1, inside)
    paint(albedo, TEETH, 0.9 - 0.3 * t * t, inside * teeth * coverage(Math.abs(t) - 0.85, 0.15))
  } else {
    paint(albedo, INSIDE_MOUTH, 1, 0.8 * s * coverage(Math.abs(v - line) - 0.01, edge))
  }
  const corner = Math.exp(-(((Math.abs(t) - 1.04) / 0.1) ** 2) - ((v - line) / 0.03) ** 2)
  paint(albedo, skin, 0.4, 0.6 * corner)
  return gloss * (1 + lips)
}
