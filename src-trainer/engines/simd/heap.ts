import { WorkbenchError } from '../../../src-shared/errors.ts'

/** WebAssembly's limit: 4 GiB of 64 KiB pages; the kernels' import declares it. */
export const MAXIMUM_PAGES = 65_536

const PAGE = 65_536
const ALIGNMENT = 64
/** The first bytes stay unused, so that 0 is never a tensor. */
const BASE = 1024
const SMALLEST_GROWTH = 256 // pages: 16 MiB
const MIB = 1024 * 1024

/**
 * The tensors' memory: one shared WebAssembly.Memory, handed out in blocks aligned to 64 bytes.
 *
 * Best fit over free blocks kept in order of address, so that neighbours merge. A training step asks for the same few
 * hundred blocks again and again and a batch differs a little from the next, which is what best fit with merging likes;
 * with so few free blocks a linear scan costs less than keeping a tree.
 */
export class Heap {
  readonly memory: WebAssembly.Memory
  /** Called before memory is said to be out: may give blocks back. */
  whenFull: (() => void) | undefined
  readonly #maximumPages: number
  /** Free blocks in order of address: where each starts and ends. */
  readonly #starts: number[]
  readonly #ends: number[]
  readonly #sizes = new Map<number, number>()
  #reserved: number
  #used = 0

  constructor({ initialPages = SMALLEST_GROWTH, maximumPages = MAXIMUM_PAGES } = {}) {
    this.memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages, shared: true })
    this.#maximumPages = maximumPages
    this.#reserved = initialPages * PAGE
    this.#starts = [BASE]
    this.#ends = [this.#reserved]
  }

  /** Bytes in blocks that are in use. */
  get used(): number {
    return this.#used
  }

  /** Bytes taken from the system; it never shrinks. */
  get reserved(): number {
    return this.#reserved
  }

  /** Blocks in use. */
  get blocks(): number {
    return this.#sizes.size
  }

  /**
   * A block of at least `bytes`, rounded up to 64, contents arbitrary.
   *
   * @returns its address
   * @throws WorkbenchError `memory` when the heap cannot grow enough
   */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT)
    let best = this.#bestFit(size)
    if (best < 0 && !this.#grow(size)) {
      this.whenFull?.()
      if (this.#bestFit(size) < 0 && !this.#grow(size)) throw this.#outOfMemory(size)
    }
    if (best < 0) best = this.#bestFit(size)
    const address = this.#starts[best]!
    if (this.#ends[best]! - address === size) {
      this.#starts.splice(best, 1)
      this.#ends.splice(best, 1)
    } else {
      this.#starts[best] = address + size
    }
    this.#sizes.set(address, size)
    this.#used += size
    return address
  }

  /** Bytes of a block in use. */
  sizeOf(address: number): number {
    const size = this.#sizes.get(address)
    if (size === undefined) throw new Error(`no block at ${address}`)
    return size
  }

  /** Gives a block back; it may be handed out again at once. */
  release(address: number): void {
    const size = this.sizeOf(address)
    this.#sizes.delete(address)
    this.#used -= size
    this.#insert(address, address + size)
  }

  /** The smallest free block of at least `size`, the lowest among equals; −1 for none. */
  #bestFit(size: number): number {
    let best = -1
    let bestLength = Number.POSITIVE_INFINITY
    for (let i = 0; i < this.#starts.length; i++) {
      const length = this.#ends[i]! - this.#starts[i]!
      if (length >= size && length < bestLength) {
        best = i
        bestLength = length
        if (length === size) break
      }
    }
    return best
  }

  #insert(start: number, end: number): void {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! < start) low = middle + 1
      else high = middle
    }
    const joinsBefore = low > 0 && this.#ends[low - 1] === start
    const joinsAfter = this.#starts[low] === end
    if (joinsBefore && joinsAfter) {
      this.#ends[low - 1] = this.#ends[low]!
      this.#starts.splice(low, 1)
      this.#ends.splice(low, 1)
    } else if (joinsBefore) {
      this.#ends[low - 1] = end
    } else if (joinsAfter) {
      this.#starts[low] = start
    } else {
      this.#starts.splice(low, 0, start)
      this.#ends.splice(low, 0, end)
    }
  }

  /** Makes room for a block of `size` at the end: by a quarter at least, as long as that is to be had. False where it is not. */
  #grow(size: number): boolean {
    const last = this.#starts.length - 1
    const spare = this.#ends[last] === this.#reserved ? this.#reserved - this.#starts[last]! : 0
    const needed = Math.ceil((size - spare) / PAGE)
    const left = this.#maximumPages - this.#reserved / PAGE
    const wished = Math.min(left, Math.max(needed, SMALLEST_GROWTH, this.#reserved / PAGE / 4) | 0)
    return needed <= left && (this.#tryGrow(wished) || this.#tryGrow(needed))
  }

  #outOfMemory(size: number): WorkbenchError {
    return new WorkbenchError(
      'memory',
      `out of tensor memory: ${mib(size)} MiB more needed, ${mib(this.#used)} MiB of at most ${mib(this.#maximumPages * PAGE)} MiB ` +
        'in use; lower batchSize (or imageSize)',
    )
  }

  #tryGrow(pages: number): boolean {
    try {
      this.memory.grow(pages)
    } catch {
      return false
    }
    const end = this.#reserved
    this.#reserved += pages * PAGE
    this.#insert(end, this.#reserved)
    return true
  }
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(bytes < 10 * MIB ? 1 : 0)
}
