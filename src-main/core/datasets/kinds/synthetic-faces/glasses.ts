import { type Hit, meet, type Scene } from './head.ts'
import { coverage, fromSrgb, type Ink, paint, smoothstep } from './shading.ts'

const hit: Hit = { coverage: 0, x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0 }
const GLARE = fromSrgb(244, 248, 255)
const TINT = fromSrgb(38, 34, 36)

/** Spectacles or sunglasses, standing a little off the face so that they shift as it turns. */
export function paintGlasses(scene: Scene, ink: Ink, x: number, y: number): void {
  const { glasses, eyes, shape, light } = scene.face
  if (glasses.kind === 'none') return
  if (!meet(scene, hit, x, y, shape.width + 0.05, 1.05, shape.depth + 0.05, 0, 0) || hit.z < -0.2) return
  const u = hit.x
  const v = hit.y - eyes.y - 0.01
  if (Math.abs(v) > 0.4) return
  const edge = scene.edge
  const du = (Math.abs(u) - eyes.spread) / (glasses.size * 1.12)
  const dv = v / (glasses.size * (glasses.round ? 1 : 0.82))
  const radius = glasses.round ? Math.sqrt(du * du + dv * dv) : (du ** 4 + dv ** 4) ** 0.25
  const distance = (radius - 1) * glasses.size
  const brightness = 0.3 + 0.5 * light.key[1]
  const lens = coverage(distance, edge)
  if (glasses.kind === 'sun') paint(ink, TINT, brightness * (1.1 - 0.7 * dv), lens * 0.93)
  else paint(ink, GLARE, brightness, lens * 0.05)
  const glare = smoothstep(0.24, 0.1, Math.abs(du * 0.8 + dv * 0.7 + 0.35))
  paint(ink, GLARE, brightness, lens * glare * (glasses.kind === 'sun' ? 0.22 : 0.16))
  const rim = Math.abs(distance) - glasses.thick
  const bridge = Math.max(Math.abs(v + 0.05) - glasses.thick * 0.8, Math.abs(u) - eyes.spread + glasses.size)
  const arm = Math.max(Math.abs(v + 0.06) - glasses.thick * 0.8, eyes.spread + glasses.size - Math.abs(u))
  paint(ink, glasses.colour, 0.35 + brightness * 0.7, hit.coverage * coverage(Math.min(rim, bridge, arm), edge * 0.9))
}
