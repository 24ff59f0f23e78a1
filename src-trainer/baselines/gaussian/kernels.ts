import { readFileSync } from 'node:fs'
import { WorkbenchError } from '../../../src-shared/errors.ts'

/** What `kernels/index.ts` exports; the parameters are documented there. Addresses and steps are bytes. */
interface Exports {
  factor(a: number, step: number, n: number, rows: number): number
  gather(a: number, step: number, indices: number, n: number, to: number, toStep: number): void
  subtractProducts(
    c: number,
    cStep: number,
    a: number,
    aStep: number,
    b: number,
    bStep: number,
    m: number,
    n: number,
    k: number,
    lower: number,
  ): void
  solveLower(l: number, step: number, n: number, x: number): void
  solveUpper(l: number, step: number, n: number, x: number): void
}

const BINARY = new URL('./kernels.wasm', import.meta.url)
const PAGE = 65_536

/** Dense matrices in double precision, in a WebAssembly memory of their own, and what can be done with them. */
export interface MatrixSpace extends Exports {
  /** All memory as numbers; good until the next `take`. */
  readonly numbers: Float64Array
  readonly integers: Int32Array
  /** Address of a new block, which 16 divides. */
  take(bytes: number): number
  /** Blocks taken after `mark()` are given back by `release` with its answer. */
  mark(): number
  release(mark: number): void
}

/** Bytes from one row of a matrix of n columns to the next: whole vectors. */
export const rowStep = (n: number) => (n * 8 + 15) & ~15

/** @throws WorkbenchError `kernels` when they are not built; `memory` when 4 GiB do not suffice */
export function openMatrixSpace(): MatrixSpace {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE, shared: true })
  let bytes: Buffer<ArrayBuffer>
  try {
    bytes = readFileSync(BINARY)
  } catch {
    throw new WorkbenchError('kernels', `the matrix kernels are not built (${BINARY.pathname}); run npm run build:kernels`)
  }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  let used = 64
  let numbers = new Float64Array(memory.buffer)
  let integers = new Int32Array(memory.buffer)
  return {
    ...(exports as unknown as Exports),
    get numbers() {
      return numbers
    },
    get integers() {
      return integers
    },
    take(size) {
      const address = used
      used = (used + size + 15) & ~15
      if (used > numbers.byteLength) {
        try {
          memory.grow(Math.ceil((used - numbers.byteLength) / PAGE))
        } catch {
          throw new WorkbenchError('memory', `${Math.round(used / 2 ** 20)} MiB for matrices cannot be had; use smaller pictures`)
        }
        numbers = new Float64Array(memory.buffer)
        integers = new Int32Array(memory.buffer)
      }
      return address
    },
    mark: () => used,
    release(mark) {
      used = mark
    },
  }
}
