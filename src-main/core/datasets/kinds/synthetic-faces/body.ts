import { type Hit, paintLit, type Scene } from './head.ts'
import { clamp01, coverage, type Ink, noise, paint, smoothstep } from './shading.ts'

const hit: Hit = { coverage: 0, x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0 }
const albedo = new Float64Array(3)

/** Neck and shoulders, upright below the head: x and y from the head's centre, in head units. */
export function paintBody(scene: Scene, ink: Ink, x: number, y: number): void {
  if (y < 0.3) return
  const { face, turn, edge } = scene
  const { clothes, shape, skin } = face
  const neckX = x - 0.06 * turn.sy
  const flare = 0.25 * clamp01((y - 1.05) / 0.35) ** 2
  const neckWidth = shape.neck + flare
  const inNeck = coverage(Math.abs(neckX) - neckWidth, edge)
  if (inNeck > 0) {
    lean(neckX / neckWidth, 0.15)
    for (let c = 0; c < 3; c++) albedo[c] = skin[c]! * 0.92
    const underChin = 0.25 + 0.75 * smoothstep(0.85, 1.35, y + 0.25 * scene.light[0] * neckX)
    const tendon = 0.93 + 0.07 * noise(neckX * 6 + 12, y * 2, face.noiseSeed)
    paintLit(ink, scene, hit, albedo, 0.35, 0.03, underChin * tendon, inNeck)
  }
  const shoulder = 1.12 + clothes.slope * x * x + 0.9 * clamp01((Math.abs(x) - clothes.width) / 0.5) ** 2
  const cut = neckline(clothes.neckline, Math.abs(neckX), shape.neck)
  const inCloth = coverage(Math.max(shoulder, cut) - y, edge)
  if (inCloth <= 0) return
  lean(clamp01(Math.abs(x) / 2) * Math.sign(x), -0.35 + 0.25 * clamp01(y - 1.1))
  const weave = 0.86 + 0.22 * noise(x * 4 + 33, y * 3 + 33, face.noiseSeed)
  const stripe = clothes.stripes && Math.sin(y * clothes.stripes * 2) > 0.2 ? 1 : 0
  const collar = clothes.neckline === 'collar' ? coverage(y - cut - 0.16, edge) : coverage(y - cut - 0.05, edge) * 0.6
  for (let c = 0; c < 3; c++) albedo[c] = (stripe ? clothes.trim[c]! : clothes.colour[c]!) * weave
  if (Math.abs(neckX) < 0.75) paint(albedo, clothes.trim, weave, collar)
  const creased = 0.8 + 0.2 * smoothstep(0, 0.12, y - Math.max(shoulder, cut))
  paintLit(ink, scene, hit, albedo, 0.3, 0, creased, inCloth)
}

/** Height of the garment's upper edge at a distance from the middle. */
function neckline(kind: 'round' | 'vee' | 'collar', side: number, neck: number): number {
  if (kind === 'vee') return 1.75 - side * 1.15
  if (kind === 'collar') return 1.42 - side * 0.55
  const t = clamp01(side / (neck + 0.28))
  return 1.1 + 0.32 * Math.sqrt(1 - t * t)
}

function lean(nx: number, ny: number): void {
  hit.nx = Math.max(-0.95, Math.min(0.95, nx))
  hit.ny = ny
  hit.nz = Math.sqrt(Math.max(0.05, 1 - hit.nx * hit.nx - ny * ny))
}
