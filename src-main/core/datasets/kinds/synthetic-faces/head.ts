import type { FaceParameters } from './parameters.ts'
import { type Colour, clamp01, fromSrgb, type Ink, mix, scaleColour } from './shading.ts'

const LIPSTICK = fromSrgb(186, 62, 70)

/** One face set up for painting: the head's turn, and the light as the head sees it. */
export interface Scene {
  readonly face: FaceParameters
  /** Cosines and sines of yaw and pitch. */
  readonly turn: { readonly cy: number; readonly sy: number; readonly cp: number; readonly sp: number }
  /** The view direction (towards the viewer) and the light's, in the head's own frame. */
  readonly view: Colour
  readonly light: Colour
  /** How far something one unit proud of the face seems shifted on it, from the turn. */
  readonly parallaxX: number
  readonly parallaxY: number
  /** Width of one sample, in head units. */
  readonly edge: number
  /** The roll's cosine and sine. */
  readonly cosRoll: number
  readonly sinRoll: number
  readonly brow: Colour
  readonly lip: Colour
  /** The ears as seen, left and right: [x, y, depth]. */
  readonly ears: readonly [Colour, Colour]
  /** Nothing of the head, its hair or its hat is farther from its centre than this. */
  readonly reach: number
}

/** Where a line of sight meets an ellipsoid: the point and the normal in the head's frame. */
export interface Hit {
  coverage: number
  x: number
  y: number
  z: number
  nx: number
  ny: number
  nz: number
}

/** @param sample distance between samples of one sample in image units (the picture is 2 wide) */
export function createScene(face: FaceParameters, sample: number): Scene {
  const { yaw, pitch, scale } = face.pose
  const turn = { cy: Math.cos(yaw), sy: Math.sin(yaw), cp: Math.cos(pitch), sp: Math.sin(pitch) }
  const scene = { face, turn, edge: sample / scale }
  const toHead = (x: number, y: number, z: number): Colour => {
    const turned = turn.sy * x + turn.cy * z
    return [turn.cy * x - turn.sy * z, turn.cp * y + turn.sp * turned, -turn.sp * y + turn.cp * turned]
  }
  const [lx, ly, lz] = face.light.direction
  const wide = face.headwear === 'brim' || face.hair.style === 'bun' ? 1.5 : 1.32
  const { skin, hair } = face
  const red = face.mouth.redness
  const natural: Colour = [skin[0] * 0.72, skin[1] * 0.5, skin[2] * 0.5]
  return {
    ...scene,
    brow: [hair.colour[0] * 0.6 + skin[0] * 0.06, hair.colour[1] * 0.6 + skin[1] * 0.06, hair.colour[2] * 0.6 + skin[2] * 0.06],
    lip: mix(natural, scaleColour(LIPSTICK, 0.35 + 0.65 * skin[0]), red),
    cosRoll: Math.cos(face.pose.roll),
    sinRoll: Math.sin(face.pose.roll),
    ears: [toView(scene, -face.shape.width * 0.99, 0.1, -0.08), toView(scene, face.shape.width * 0.99, 0.1, -0.08)],
    reach: face.hair.style === 'afro' ? 1.6 : face.hair.style === 'curly' ? 1.45 : wide,
    view: toHead(0, 0, 1),
    light: toHead(lx, ly, lz),
    parallaxX: Math.tan(yaw),
    parallaxY: -Math.tan(pitch),
  }
}

/** A point of the head's frame as seen: [x, y, depth]. */
export function toView({ turn }: Pick<Scene, 'turn'>, x: number, y: number, z: number): Colour {
  const raised = turn.cp * y - turn.sp * z
  const depth = turn.sp * y + turn.cp * z
  return [turn.cy * x + turn.sy * depth, raised, -turn.sy * x + turn.cy * depth]
}

/** A narrower jaw is a warp of the view, so that the ellipsoid stays an ellipsoid. */
export function jawWarp(scene: Scene, x: number, y: number): number {
  const below = clamp01((y - 0.05) / 0.95)
  return (x - scene.turn.sy * 0.16 * below * below) / (1 - scene.face.shape.jaw * below * below)
}

/** Whether the face surely hides everything behind (x, y). */
export function insideFace(scene: Scene, x: number, y: number): boolean {
  const across = jawWarp(scene, x, y) / scene.face.shape.width
  return across * across + y * y < 0.75
}

/**
 * Orthographic line of sight through (x, y) against the ellipsoid of half-axes (a, b, c) around (0, cy, cz) in the head's frame.
 * Coverage is anti-aliased at the silhouette; a miss has coverage 0.
 */
export function meet(
  scene: Scene,
  hit: Hit,
  x: number,
  y: number,
  a: number,
  b: number,
  c: number,
  cy: number,
  cz: number,
): boolean {
  const { turn, view } = scene
  const ox = (turn.cy * x) / a
  const oy = (turn.cp * y + turn.sp * turn.sy * x - cy) / b
  const oz = (-turn.sp * y + turn.cp * turn.sy * x - cz) / c
  const dx = view[0] / a
  const dy = view[1] / b
  const dz = view[2] / c
  const squared = dx * dx + dy * dy + dz * dz
  const middle = ox * dx + oy * dy + oz * dz
  const inside = 1 - (ox * ox + oy * oy + oz * oz - (middle * middle) / squared)
  hit.coverage = clamp01(0.5 + (inside * 0.42) / scene.edge)
  if (hit.coverage <= 0) return false
  const t = (-middle + Math.sqrt(Math.max(0, inside) * squared)) / squared
  const px = ox + t * dx
  const py = oy + t * dy
  const pz = oz + t * dz
  hit.x = px * a
  hit.y = py * b + cy
  hit.z = pz * c + cz
  const nx = px / a
  const ny = py / b
  const nz = pz / c
  const length = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz)
  hit.nx = nx * length
  hit.ny = ny * length
  hit.nz = nz * length
  return true
}

/**
 * Blends a lit surface: ambient from above, a soft key light, a sheen, a light from behind at the rim.
 *
 * @param albedo [red, green, blue], linear
 * @param wrap how far the key reaches round (0 hard, 1 very soft)
 * @param gloss strength of the sheen
 * @param shade 1 in the open, 0 in full shadow
 */
export function paintLit(
  ink: Ink,
  scene: Scene,
  hit: Hit,
  albedo: Float64Array,
  wrap: number,
  gloss: number,
  shade: number,
  opacity: number,
): void {
  const { light, view } = scene
  const { key, fill, rim } = scene.face.light
  if (opacity <= 0) return
  const facing = hit.nx * light[0] + hit.ny * light[1] + hit.nz * light[2]
  const seen = hit.nx * view[0] + hit.ny * view[1] + hit.nz * view[2]
  const diffuse = Math.max(0, (facing + wrap) / (1 + wrap)) * shade
  const ambient = (0.8 - 0.3 * hit.ny) * (0.55 + 0.45 * shade)
  let sheen = 0
  if (gloss > 0) {
    const hx = light[0] + view[0]
    const hy = light[1] + view[1]
    const hz = light[2] + view[2]
    const cosine = Math.max(0, (hit.nx * hx + hit.ny * hy + hit.nz * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz + 1e-9))
    const fourth = cosine * cosine * cosine * cosine
    sheen = gloss * fourth * fourth * fourth * shade
  }
  const edge = 1 - clamp01(seen)
  const glow = rim * edge * edge * edge * (hit.nx * light[0] < 0 ? 1 : 0.3)
  ink[0]! += (albedo[0]! * (fill[0] * ambient + key[0] * (diffuse + glow)) + key[0] * sheen - ink[0]!) * opacity
  ink[1]! += (albedo[1]! * (fill[1] * ambient + key[1] * (diffuse + glow)) + key[1] * sheen - ink[1]!) * opacity
  ink[2]! += (albedo[2]! * (fill[2] * ambient + key[2] * (diffuse + glow)) + key[2] * sheen - ink[2]!) * opacity
}
