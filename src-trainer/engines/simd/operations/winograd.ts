import type { SimdBackend } from '../backend.ts'
import { type KernelCall, scratchAt, type Task } from '../pool.ts'
import type { ForwardOperands, Geometry, GradientWay } from './geometry.ts'

/*
 * Convolutions of 3×3 by Winograd's algorithm, see kernels/winograd.ts: a quarter of the multiplications, and results that
 * differ from a plain sum's by about 1e-6 of the largest.
 */

const POINTS = 36
/** Bytes between the points' matrices. */
const GAP = 64
/** Side of a tile of results. */
const TILE = 4
/** Tiles taken at a time: their matrices of 32 channels stay in the second cache. */
const TILES_AT_ONCE = 64

/** Which convolutions go this way: a matter of shapes alone, so that it is the same on every machine. */
export function suitsWinograd(g: Geometry): boolean {
  const isPlain = g.filterHeight === 3 && g.filterWidth === 3 && g.strideHeight === 1 && g.strideWidth === 1
  return isPlain && g.inChannels % 16 === 0 && g.outChannels % 16 === 0 && g.outHeight >= TILE && g.outWidth >= TILE
}

/** y = max(x * filter + bias + residual, floor) */
export function convolveByWinograd(backend: SimdBackend, g: Geometry, at: ForwardOperands): void {
  const [inBytes, outBytes] = [g.inHeight * g.inWidth * g.inChannels, g.outHeight * g.outWidth * g.outChannels].map((n) => 4 * n)
  withPoints(backend, at.filter, g, false, (points) => {
    const call = (image: number, band: Band) =>
      forwardCall(
        backend,
        g,
        points,
        {
          ...at,
          x: at.x + image * inBytes!,
          y: at.y + image * outBytes!,
          residual: at.residual && at.residual + image * outBytes!,
        },
        band,
      )
    const tasks: Task[] = []
    if (g.batchSize < 4 * backend.pool.threads) {
      const bands = sharedBands(backend, g)
      for (let image = 0; image < g.batchSize; image++) for (const band of bands) tasks.push([call(image, band)])
    } else {
      const bands = bandsOf(g)
      for (const { first, count } of backend.cut(g.batchSize, IMAGE / multiplications(g))) {
        tasks.push(Array.from({ length: count }, (_, i) => bands.map((band) => call(first + i, band))).flat())
      }
    }
    backend.run(tasks, scratchBytes(g))
  })
}

/** Lends the way to both gradients, image by image: a part of the batch gathers its points' gradients in its thread's scratch. */
export function withWinogradGradient(
  backend: SimdBackend,
  g: Geometry,
  filter: number,
  _wantsInput: boolean,
  use: (way: GradientWay) => void,
): void {
  const { pool } = backend
  const own = Math.ceil(scratchBytes(g) / 64) * 64
  const sums = scratchAt(own)
  withPoints(backend, filter, g, true, (turned) =>
    use({
      scratchBytes: own + pointBytes(g),
      hooks: {
        before: () => [pool.call('zeroBytes', sums, pointBytes(g))],
        after: ([dFilter]) => [pool.call('winogradFilterGradient', sums, g.inChannels, g.outChannels, dFilter!, scratchAt(0))],
      },
      image: ({ x, dy, dx }) => bandsOf(g).map((band) => gradientCall(backend, g, { x, dy, turned, sums, dx }, band)),
    }),
  )
}

/** Some rows of the result, from a multiple of 4 on. */
interface Band {
  readonly first: number
  readonly rows: number
}

function wholeBand(g: Geometry): number {
  return TILE * Math.max(1, Math.floor(TILES_AT_ONCE / Math.ceil(g.outWidth / TILE)))
}

/** A result's rows, cut where a band's tiles no longer stay in cache: by shape alone. */
function bandsOf(g: Geometry, longest = wholeBand(g)): Band[] {
  const length = Math.min(longest, wholeBand(g))
  const bands: Band[] = []
  for (let first = 0; first < g.outHeight; first += length) bands.push({ first, rows: Math.min(length, g.outHeight - first) })
  return bands
}

/** Bands of one image that several threads can share: whole tiles, and each tile's results are its own. */
function sharedBands(backend: SimdBackend, g: Geometry): Band[] {
  const tiles = Math.ceil(g.outHeight / TILE)
  const [first] = backend.cut(tiles, BAND / (multiplications(g) / tiles))
  return bandsOf(g, TILE * (first?.count ?? tiles))
}

/** Of one image. */
function multiplications(g: Geometry): number {
  return POINTS * Math.ceil(g.outHeight / TILE) * Math.ceil(g.outWidth / TILE) * g.inChannels * g.outChannels
}

/** Multiplications worth a task. */
const IMAGE = 500_000
/** The same for a band, which costs its own frame of zeros. */
const BAND = 250_000

/** Bytes of a filter's points, and of their gradients. */
function pointBytes({ inChannels, outChannels }: Geometry): number {
  return POINTS * (4 * inChannels * outChannels + GAP)
}

/** Bytes of scratch for one band of either direction. */
function scratchBytes(g: Geometry): number {
  const across = Math.ceil(g.outWidth / TILE)
  const down = wholeBand(g) / TILE
  const tiles = Math.ceil((across * down) / 4) * 4
  const canvas = 4 * (TILE * down + 2) * (TILE * across + 2) * g.inChannels
  return 2304 + 4 * g.outChannels + canvas + 2 * POINTS * (4 * tiles * Math.max(g.inChannels, g.outChannels) + GAP)
}

/** Lends a filter's points [36, in, out], or where `turned`, for dx, [36, out, in]. */
function withPoints(backend: SimdBackend, filter: number, g: Geometry, turned: boolean, use: (points: number) => void): void {
  const { pool, heap } = backend
  const [inputs, outputs] = turned ? [g.outChannels, g.inChannels] : [g.inChannels, g.outChannels]
  const points = heap.allocate(pointBytes(g))
  const swapped = turned ? heap.allocate(4 * 9 * inputs * outputs) : filter
  if (turned) backend.runOne('transpose', filter, swapped, 9, g.inChannels, g.outChannels)
  const tasks = backend
    .cut(inputs, 16_384 / outputs)
    .map(({ first, count }): Task => [pool.call('winogradFilter', swapped, inputs, outputs, first, count, points, scratchAt(0))])
  backend.run(tasks, FILTER_SCRATCH)
  if (turned) backend.release(swapped)
  use(points)
  backend.release(points)
}

const FILTER_SCRATCH = 1216

function forwardCall(backend: SimdBackend, g: Geometry, points: number, at: ForwardOperands, { first, rows }: Band): KernelCall {
  const row = 4 * g.outWidth * g.outChannels
  return backend.pool.call(
    'winogradConvolve',
    Number(backend.tile === '4x16'),
    at.x,
    points,
    at.bias,
    at.residual && at.residual + first * row,
    at.y + first * row,
    g.inHeight,
    g.inWidth,
    g.inChannels,
    rows,
    g.outWidth,
    g.outChannels,
    g.padInfo.top - first,
    g.padInfo.left,
    at.floor ?? Number.NEGATIVE_INFINITY,
    scratchAt(0),
  )
}

/** Where the operands of one image lie, and the sum over images of the points' gradients. */
interface Backward {
  readonly x: number
  readonly dy: number
  readonly turned: number
  readonly sums: number
  /** 0 for none. */
  readonly dx: number
}

function gradientCall(backend: SimdBackend, g: Geometry, at: Backward, { first, rows }: Band): KernelCall {
  return backend.pool.call(
    'winogradGradient',
    Number(backend.tile === '4x16'),
    at.x,
    at.dy,
    at.turned,
    at.sums,
    at.dx,
    g.inHeight,
    g.inWidth,
    g.inChannels,
    first,
    rows,
    g.outWidth,
    g.outChannels,
    g.padInfo.top,
    g.padInfo.left,
    scratchAt(0),
  )
}
