import type { SimdBackend, Tile } from './backend.ts'
import { matmulScratch } from './operations/matmul.ts'

export interface TileChoice {
  readonly tile: Tile
  /** 10⁹ floating-point operations a second of each tile on one thread, in a short timing. */
  readonly speed: Readonly<Record<Tile, number>>
}

/** Neither side a multiple of a tile, and k of more than one block. */
const CHECK = [19, 37, 300] as const
const TIMED = [96, 128, 256] as const
/**
 * Processor time of this thread: long enough for V8 to optimise both. By the clock, a busy machine would leave this thread a few
 * moments of it, and V8's own threads none to optimise in: a wrong choice would cost the whole run.
 */
const TIMING_MS = 100
/** By the clock, whatever happens. */
const PATIENCE_MS = 3000
const CALLS = 4

/**
 * Times both tiles on this machine and takes the faster; whether 4×16 wins depends on the registers and on V8. Both must
 * agree to the last bit, and with a plain sum to rounding, or the engine is not to be trusted here.
 */
export function chooseTile(backend: SimdBackend): TileChoice {
  const narrow = product(backend, '6x8')
  const wide = product(backend, '4x16')
  const expected = plainProduct()
  if (expected.some((value, i) => !(Math.abs(value - narrow[i]!) < 1e-4))) {
    throw new Error('the WebAssembly kernels compute a wrong matrix product on this machine')
  }
  const speed = { '6x8': 0, '4x16': 0 }
  // Turn about, and the best of many: V8 may still be optimising, and other programs run too.
  const [start, used] = [performance.now(), processorTime()]
  while (processorTime() - used < TIMING_MS && performance.now() - start < PATIENCE_MS) {
    for (const tile of ['6x8', '4x16'] as const) speed[tile] = Math.max(speed[tile], time(backend, tile))
  }
  const agree = wide.every((value, i) => value === narrow[i])
  return { tile: agree && speed['4x16'] > speed['6x8'] ? '4x16' : '6x8', speed }
}

/** Of this thread, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Small numbers without a pattern, the same every time. */
function sample(i: number): number {
  return ((i * 7919) % 1009) / 1009 - 0.5
}

function product(backend: SimdBackend, tile: Tile): Float32Array {
  const [m, n, k] = CHECK
  return withOperands(backend, tile, CHECK, (a, b, c, multiply) => {
    for (let i = 0; i < m * k; i++) a[i] = sample(i)
    for (let i = 0; i < k * n; i++) b[i] = sample(i + 1)
    multiply()
    return Float32Array.from(c)
  })
}

function plainProduct(): number[] {
  const [m, n, k] = CHECK
  return Array.from({ length: m * n }, (_, at) => {
    let sum = 0
    for (let p = 0; p < k; p++) sum += sample(Math.floor(at / n) * k + p) * sample(p * n + (at % n) + 1)
    return sum
  })
}

function time(backend: SimdBackend, tile: Tile): number {
  const [m, n, k] = TIMED
  return withOperands(backend, tile, TIMED, (a, b, _c, multiply) => {
    a.fill(0.5)
    b.fill(0.25)
    const start = performance.now()
    for (let i = 0; i < CALLS; i++) multiply()
    return (2 * m * n * k * CALLS) / 1e6 / (performance.now() - start)
  })
}

function withOperands<T>(
  backend: SimdBackend,
  tile: Tile,
  size: readonly [number, number, number],
  use: (a: Float32Array, b: Float32Array, c: Float32Array, multiply: () => void) => T,
): T {
  const [m, n, k] = size
  const tensors = [backend.output([m, k]), backend.output([k, n]), backend.output([m, n])] as const
  const [a, b, c] = tensors.map((tensor) => backend.address(tensor)) as [number, number, number]
  const [av, bv, cv] = tensors.map((tensor) => backend.view(tensor)) as [Float32Array, Float32Array, Float32Array]
  const before = backend.tile
  backend.tile = tile
  try {
    const { kernels } = backend
    const scratch = backend.scratch(matmulScratch(n))
    const number = backend.tileFor(n)
    return use(av, bv, cv, () =>
      kernels.matmul(number, a, 4 * k, 4, b, 4 * n, 4, 0, c, 4 * n, m, n, k, Number.NEGATIVE_INFINITY, scratch),
    )
  } finally {
    backend.tile = before
    for (const { dataId } of tensors) backend.disposeData(dataId)
  }
}
