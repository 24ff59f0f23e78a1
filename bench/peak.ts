import type { SimdBackend } from '../src-trainer/engines/simd/backend.ts'
import { matmulScratch } from '../src-trainer/engines/simd/operations/matmul.ts'
import { scratchAt, type Task } from '../src-trainer/engines/simd/pool.ts'

/** Single-precision speed of the micro-kernel on data in cache, in 10⁹ operations a second. */
export interface Peak {
  /** Of one thread by itself. */
  readonly alone: number
  /** Of all the engine's threads at once; cores share clocks and caches, so it may be less than so many times one. */
  readonly together: number
}

const [M, N, K] = [96, 128, 256]
const MEASURING_MS = 400
const CALLS = 8

/** The best of many short timings, as other programs run too. */
export function measurePeak(backend: SimdBackend): Peak {
  const { threads } = backend.pool
  const places = Array.from({ length: threads }, () => [M * K, K * N, M * N].map((size) => backend.heap.allocate(4 * size)))
  for (const [a, b] of places) {
    backend.kernels.fill(a!, 0x3f000000, M * K) // 0.5
    backend.kernels.fill(b!, 0x3e800000, K * N) // 0.25
  }
  const tasks = places.map(([a, b, c]): Task => {
    const product = [a!, 4 * K, 4, b!, 4 * N, 4, 0, c!, 4 * N, M, N, K, Number.NEGATIVE_INFINITY, scratchAt(0)] as const
    return Array.from({ length: CALLS }, () => backend.pool.call('matmul', backend.tileFor(N), ...product))
  })
  const speed = (some: readonly Task[]) => {
    const start = performance.now()
    backend.run(some, matmulScratch(N))
    backend.settle()
    return (2 * M * N * K * CALLS * some.length) / 1e6 / (performance.now() - start)
  }
  let [alone, together] = [0, 0]
  for (const start = performance.now(); performance.now() - start < MEASURING_MS; ) {
    alone = Math.max(alone, speed(tasks.slice(0, 1)))
    together = Math.max(together, speed(tasks))
  }
  for (const address of places.flat()) backend.heap.release(address)
  return { alone, together }
}
