import { readFileSync } from 'node:fs'
import { entryPath } from '../../../program.ts'

/** What `kernels/index.ts` exports; the parameters are documented there. All are addresses, counts or flags. */
interface Exports {
  huffmanTable(definition: number, table: number): number
  unstuff(from: number, end: number, to: number, ends: number, found: number): number
  decodeScan(
    parts: number,
    partCount: number,
    data: number,
    ends: number,
    stretches: number,
    across: number,
    rows: number,
    interval: number,
    zigzag: number,
    block: number,
  ): number
  upsampleRow(
    near: number,
    far: number,
    doubled: number,
    last: number,
    first: number,
    end: number,
    sums: number,
    to: number,
  ): void
  convertRow(luma: number, blue: number, red: number, width: number, to: number): void
}

/** Bytes that kernels may read or write beyond what they are given. */
const SLACK = 64
const PAGE = 65_536

/** The kernels of one thread and their memory: whoever decodes a picture takes from it anew, so that it grows to the largest alone. */
export interface Kernels extends Exports {
  /** All memory; valid until the next `take`. */
  readonly bytes: Uint8Array
  readonly words: Int32Array
  /** Gives everything back. */
  reset(): void
  /** Memory for so many bytes, not cleared, at an address that 16 divides. */
  take(bytes: number): number
}

function instantiate(): Kernels {
  const memory = new WebAssembly.Memory<false>({ initial: 16 })
  const module = new WebAssembly.Module(readFileSync(entryPath('src-main/core/datasets/decode/jpeg/kernels.wasm')))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  // Address 0 stands for none.
  let used = SLACK
  let bytes = new Uint8Array(memory.buffer)
  let words = new Int32Array(memory.buffer)
  return {
    ...(exports as unknown as Exports),
    get bytes() {
      return bytes
    },
    get words() {
      return words
    },
    reset() {
      used = SLACK
    },
    take(size) {
      const address = used
      used = (used + size + SLACK + 15) & ~15
      if (used > bytes.length) {
        memory.grow(Math.ceil((used - bytes.length) / PAGE))
        bytes = new Uint8Array(memory.buffer)
        words = new Int32Array(memory.buffer)
      }
      return address
    },
  }
}

let own: Kernels | undefined

/** The thread's own kernels, with all their memory free. */
export function freshKernels(): Kernels {
  own ??= instantiate()
  own.reset()
  return own
}
