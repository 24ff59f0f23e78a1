import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import type { KernelCall, Task } from '../pool.ts'

/** Parts at most: enough for sixteen threads to share evenly. */
export const MOST_PARTS = 32

/** Into how many parts a sum over n things is cut; never a matter of threads, so that the digits are not either. */
export function partsOf(n: number): Range[] {
  const count = Math.max(1, Math.min(MOST_PARTS, Math.floor(n)))
  return Array.from({ length: count }, (_, i) => {
    const first = Math.floor((i * n) / count)
    return { first, count: Math.floor(((i + 1) * n) / count) - first }
  })
}

/** Things first … first + count − 1. */
export interface Range {
  readonly first: number
  readonly count: number
}

/** Where a sum goes: a tensor, or a place in the heap. */
type Target = TensorInfo | { readonly address: number; readonly size: number }

/** What a part of a batch needs before and after its things. */
export interface PartHooks {
  readonly before?: () => readonly KernelCall[]
  readonly after?: (sums: readonly number[]) => readonly KernelCall[]
}

/**
 * Sums over a batch that several threads work on: each part of the batch has sums of its own, which are added up at the end in
 * the order of the parts.
 */
export class Parts {
  readonly #backend: SimdBackend
  readonly #ranges: readonly Range[]
  readonly #targets: readonly { address: number; size: number; offset: number }[]
  readonly #bytes: number
  readonly #block: number

  constructor(backend: SimdBackend, ranges: readonly Range[], targets: readonly Target[]) {
    this.#backend = backend
    this.#ranges = ranges
    let offset = 0
    this.#targets = targets.map((target) => {
      const place = 'dataId' in target ? { address: backend.address(target), size: util.sizeFromShape(target.shape) } : target
      const from = offset
      offset += Math.ceil(place.size / 16) * 64
      return { ...place, offset: from }
    })
    this.#bytes = offset
    this.#block = backend.heap.allocate(offset * ranges.length)
  }

  get count(): number {
    return this.#ranges.length
  }

  /**
   * A task a part: the targets' sums start from 0, and `calls` adds one thing's share to them. What a part gathers elsewhere it may
   * prepare `before` and add `after`.
   */
  tasks(calls: (sums: readonly number[], index: number) => readonly KernelCall[], { before, after }: PartHooks = {}): Task[] {
    return this.#ranges.map(({ first, count }, part) => {
      const base = this.#block + part * this.#bytes
      const sums = this.#targets.map(({ offset }) => base + offset)
      const task: KernelCall[] = [this.#backend.pool.call('zeroBytes', base, this.#bytes), ...(before?.() ?? [])]
      for (let i = first; i < first + count; i++) task.push(...calls(sums, i))
      task.push(...(after?.(sums) ?? []))
      return task
    })
  }

  /** Adds the parts up into their targets. */
  sum(): void {
    const backend = this.#backend
    const tasks: Task[] = []
    for (const { address, size, offset } of this.#targets) {
      for (const { first, count } of backend.cut(size, Math.ceil(32_768 / this.count), 16)) {
        const from = this.#block + offset + 4 * first
        tasks.push([backend.pool.call('sumParts', from, this.count, this.#bytes, address + 4 * first, count)])
      }
    }
    backend.run(tasks)
    backend.release(this.#block)
  }
}
