import { type Hit, meet, paintLit, type Scene, toView } from './head.ts'
import { clamp01, coverage, type Ink, noise, paint, smoothstep } from './shading.ts'

const hit: Hit = { coverage: 0, x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0 }
const other: Hit = { coverage: 0, x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0 }
const albedo = new Float64Array(3)
/** The found sample: where its line of sight meets the hair, and how deep inside the hair's outline that is. */
let depth = 0

/** Where each style ends at the sides and behind, how far it stands off the head, how much it curls. */
const STYLES = {
  bald: { side: 0.12, back: 0.5, volume: 0, opening: 0.92, curl: 0, hangs: false },
  buzz: { side: 0.1, back: 0.5, volume: 0.15, opening: 0.94, curl: 0, hangs: false },
  short: { side: 0.14, back: 0.55, volume: 1, opening: 0.9, curl: 0, hangs: false },
  swept: { side: 0.1, back: 0.55, volume: 1.5, opening: 0.92, curl: 0, hangs: false },
  bob: { side: 2, back: 2, volume: 1.35, opening: 0.82, curl: 0, hangs: true },
  long: { side: 2, back: 2, volume: 1.1, opening: 0.82, curl: 0, hangs: true },
  curly: { side: 0.75, back: 0.9, volume: 1.9, opening: 0.82, curl: 0.13, hangs: false },
  afro: { side: 0.5, back: 0.8, volume: 3.4, opening: 0.86, curl: 0.08, hangs: false },
  bun: { side: 0.3, back: 0.6, volume: 0.7, opening: 0.9, curl: 0, hangs: false },
} as const

/** Strands: a base colour streaked along `across`, with a few lighter locks. */
function strands(scene: Scene, across: number, along: number, light: number): void {
  const { hair, noiseSeed } = scene.face
  const fine = noise(across * 24 + 300, along * 2.2 + 300, noiseSeed)
  const locks = noise(across * 7 + 500, along * 1.1 + 500, noiseSeed)
  const streak = light * (0.55 + 0.5 * fine + 0.4 * locks)
  for (let c = 0; c < 3; c++) albedo[c] = hair.colour[c]! * streak
}

/** Hair, or a scarf, that falls behind the neck and, where `front`, before the shoulders. Seen upright: hair hangs, whatever the head does. */
export function paintHangingHair(scene: Scene, ink: Ink, x: number, y: number, front: boolean): void {
  const { hair, shape, headwear, hatColour } = scene.face
  const scarf = headwear === 'scarf'
  const style = STYLES[hair.style]
  if (!scarf && !style.hangs) return
  const length = scarf ? 2.4 : hair.style === 'bob' ? Math.min(hair.length, 1.05) : hair.length + 0.5
  if (y < -0.1 || y > length + 0.2) return
  const sway = hair.wave * Math.sin(y * hair.waveRate + hair.part * 9)
  const outer = shape.width + (scarf ? 0.1 : hair.volume * 0.9) + 0.07 * y + sway
  const inner = !front ? -1 : scarf ? (y > 0.82 ? -1 : shape.width * 0.75) : shape.width * (0.86 - 0.12 * y) + sway
  const offset = x - 0.1 * scene.turn.sy
  const side = Math.abs(offset)
  const ragged = scarf ? 0 : 0.1 * noise(x * 10 + 90, 3, scene.face.noiseSeed)
  const opacity =
    coverage(side - outer, scene.edge * 1.3) *
    coverage(inner - side, scene.edge * 1.3) *
    coverage(y - length + ragged, 0.08) *
    smoothstep(-0.1, 0.1, y)
  if (opacity <= 0) return
  other.nx = clamp01(side / outer) * Math.sign(offset) * 0.7
  other.ny = 0.15
  other.nz = Math.sqrt(Math.max(0, 1 - other.nx * other.nx))
  if (scarf) {
    const fold = 0.72 + 0.4 * noise(x * 4 + y * 3 + 30, y * 5 - x * 2 + 30, scene.face.noiseSeed)
    for (let c = 0; c < 3; c++) albedo[c] = hatColour[c]! * fold
  } else strands(scene, offset + sway, y, front ? 1 : 0.6)
  paintLit(ink, scene, other, albedo, 0.3, front && !scarf ? hair.shine * 0.08 : 0, front ? 0.8 : 0.45, opacity)
}

/** How far inside the hair (positive) a point of the shell is: outside the face's opening, above where the style ends. */
function hairDepth(scene: Scene, { x, y, z }: Hit): number {
  const { hair, shape } = scene.face
  const style = STYLES[hair.style]
  const line = hair.style === 'bald' ? -1.4 : hair.line
  const middle = (line + 1.35) / 2
  const skew = hair.style === 'swept' ? 0.18 * hair.part * (y < 0 ? 1 : 0) : 0
  const u = (x - skew) / (shape.width * style.opening)
  const v = (y - middle) / (1.35 - middle)
  const opening = (Math.sqrt(u * u + v * v * (1 + 0.15 * u * u)) - 1) * 0.62
  const end = style.side + (style.back - style.side) * smoothstep(0.15, -0.45, z)
  let depth = z > -0.25 ? opening : 0.3
  if (hair.fringe > 0 && z > 0 && hair.style !== 'bald' && hair.style !== 'bun') {
    const swing = 0.6 + 0.55 * Math.abs(x - hair.part)
    depth = Math.max(depth, (line + 0.06 + hair.fringe * swing - y) * 0.8)
  }
  return Math.min(depth, (end - y) * 0.8)
}

/** How much of the sample at (x, y) the hair on the head hides; `paintHair` then paints that sample. */
export function coverHair(scene: Scene, x: number, y: number): number {
  const { hair, shape, headwear, noiseSeed } = scene.face
  if (headwear === 'scarf') return 0
  const style = STYLES[hair.style]
  const stand = 0.015 + hair.volume * style.volume
  const curl = style.curl * (noise(x * 6 + 60, y * 6 + 60, noiseSeed) - 0.5)
  const grow = stand + curl
  if (!meet(scene, hit, x, y, shape.width + grow, 1 + grow * 0.9, shape.depth + grow, -0.02 - stand * 0.3, -0.06)) return 0
  const ragged = (noise(hit.x * 16 + 110, hit.y * 5 + 110, noiseSeed) - 0.5) * (hair.style === 'buzz' ? 0.05 : 0.09)
  depth = hairDepth(scene, hit) + ragged + curl
  return (
    hit.coverage * coverage(-depth, scene.edge * 1.2 + (hair.style === 'buzz' ? 0.12 : 0.02)) * (hair.style === 'buzz' ? 0.8 : 1)
  )
}

/** Paints what `coverHair` found, with the opacity it returned. */
export function paintHair(scene: Scene, ink: Ink, opacity: number): void {
  if (opacity <= 0) return
  const { hair, noiseSeed } = scene.face
  const style = STYLES[hair.style]
  if (style.curl > 0) {
    const coil = noise(hit.x * 9 + 200, hit.y * 9 + 200, noiseSeed)
    for (let c = 0; c < 3; c++) albedo[c] = hair.colour[c]! * (0.45 + 1.1 * coil)
    hit.nx += (coil - 0.5) * 0.7
  } else {
    const across = Math.atan2(hit.x - hair.part * 0.5, -hit.y + 1.35)
    strands(scene, across * 1.4, hit.y + hit.z, 1)
  }
  const hollow = 0.55 + 0.45 * smoothstep(0, 0.14, depth)
  paintLit(ink, scene, hit, albedo, 0.3, style.curl > 0 ? hair.shine * 0.1 : hair.shine * 0.32, hollow, opacity)
}

export function paintBun(scene: Scene, ink: Ink, x: number, y: number): void {
  if (scene.face.hair.style !== 'bun' || y > -0.5) return
  const [bx, by] = toView(scene, 0.1 * scene.face.hair.part, -1.08, -0.35)
  const du = (x - bx) / 0.3
  const dv = (y - by) / 0.26
  const r2 = du * du + dv * dv
  if (r2 > 1.4) return
  other.nx = du * 0.8
  other.ny = dv * 0.8
  other.nz = Math.sqrt(Math.max(0.05, 1 - 0.64 * r2))
  strands(scene, Math.sqrt(r2) * 0.8, du, 0.9)
  paintLit(ink, scene, other, albedo, 0.3, 0.1, 0.9, coverage((Math.sqrt(r2) - 1) * 0.28, scene.edge))
}

/** Beanies, caps, brimmed hats and scarves, over the hair. */
export function paintHeadwear(scene: Scene, ink: Ink, x: number, y: number): void {
  const { headwear, hair, shape, hatColour, hatTrim, noiseSeed } = scene.face
  if (headwear === 'none') return
  const scarf = headwear === 'scarf'
  const grow = scarf ? 0.11 : 0.07 + Math.min(0.1, hair.volume)
  if (
    meet(scene, other, x, y, shape.width + grow, 1 + grow * (headwear === 'brim' ? 1.8 : 1), shape.depth + grow, -0.06, -0.05)
  ) {
    const band = -0.46
    const depth = scarf ? scarfDepth(scene, other) : (band + 0.14 * other.z * other.z - 0.1 - other.y) * 0.85 + 0.1
    const fold = scarf
      ? noise(other.x * 4 + other.y * 5 + 70, other.y * 3 + 70, noiseSeed)
      : noise(other.x * 26 + 70, other.y * 3 + 70, noiseSeed)
    const trimmed = !scarf && depth < 0.2 && headwear !== 'cap' ? 1 : 0
    for (let c = 0; c < 3; c++) albedo[c] = (trimmed ? hatTrim[c]! : hatColour[c]!) * (0.75 + 0.35 * fold)
    paintLit(
      ink,
      scene,
      other,
      albedo,
      0.25,
      0,
      0.7 + 0.3 * smoothstep(0, 0.1, depth),
      other.coverage * coverage(-depth, scene.edge * 1.2),
    )
  }
  if (headwear === 'cap' || headwear === 'brim') paintBrim(scene, ink, x, y)
}

function scarfDepth(scene: Scene, { x, y, z }: Hit): number {
  const u = x / (scene.face.shape.width * 0.84)
  const v = (y - 0.28) / 0.82
  return z > -0.2 ? (Math.sqrt(u * u + v * v) - 1) * 0.7 : 0.3
}

function paintBrim(scene: Scene, ink: Ink, x: number, y: number): void {
  const { headwear, hatColour, shape } = scene.face
  const cap = headwear === 'cap'
  const [bx, by] = cap ? toView(scene, 0, -0.46, shape.depth * 0.9) : toView(scene, 0, -0.5, 0)
  const tilt = 0.12 + 0.5 * Math.abs(scene.turn.sp)
  const du = (x - bx) / (cap ? 0.56 : 1.3)
  const dv = (y - by - (cap ? 0.06 : 0.12) * du * du * (cap ? 1 : -1)) / tilt
  const distance = Math.sqrt(du * du + dv * dv) - 1
  paint(ink, hatColour, (0.25 + 0.5 * scene.face.light.key[1]) * (0.75 - 0.25 * dv), coverage(distance * tilt, scene.edge))
}
