import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import { type KernelCall, scratchAt } from '../pool.ts'
import { type Call, isFloat, type Overrides } from './override.ts'
import { MOST_PARTS, Parts, partsOf } from './parts.ts'

const TILE_BYTES = 512
const K_BLOCK = 256
const ROW_BLOCK = 48

/** The lowest value that an activation lets through, undefined for every value, null for an activation that is not a floor. */
export function floorOf(activation: unknown): number | undefined | null {
  if (activation === 'relu') return 0
  return activation === 'linear' || activation === undefined || activation === null ? undefined : null
}

/** Bytes of scratch that the `matmul` kernel needs for n columns. */
export function matmulScratch(n: number): number {
  const padded = Math.ceil(n / 16) * 16
  return TILE_BYTES + 4 * (padded + K_BLOCK * padded + K_BLOCK * ROW_BLOCK)
}

/** Where the operands lie, all addresses, and how. */
export interface Product {
  readonly a: number
  /** A lies as [k, m]. */
  readonly transposeA?: boolean
  readonly b: number
  /** B lies as [n, k]. */
  readonly transposeB?: boolean
  /** [n], or 0 for none. */
  readonly bias?: number
  readonly c: number
  /** [m, n, k] */
  readonly size: readonly [number, number, number]
  readonly floor?: number
}

/** Multiply-adds worth a task of their own: some 20 µs. */
const GRAIN = 1_000_000
/** Terms of one part of a long sum. */
const PART = 2048

/** C [m, n] = max(A·B + bias, floor), on all threads. */
export function multiply(backend: SimdBackend, product: Product): void {
  const [m, n, k] = product.size
  // Few outputs, long sums: the sums themselves are cut, always in the same places.
  if (k >= 2 * PART && m * n <= 65_536 && product.floor === undefined && !product.bias) {
    multiplyInParts(backend, product)
    return
  }
  const rows = Math.ceil(m / ROW_BLOCK)
  if (rows >= 4 * backend.pool.threads || rows * ROW_BLOCK >= n) {
    const pieces = backend.cut(m, Math.max(1, GRAIN / (n * k)), ROW_BLOCK)
    backend.run(
      pieces.map(({ first, count }) => [productCall(backend, product, [first, count], [0, n], [0, k], product.c)]),
      matmulScratch(n),
    )
  } else {
    const pieces = backend.cut(n, Math.max(1, GRAIN / (m * k)), 16)
    const scratch = matmulScratch(pieces[0]?.count ?? n)
    backend.run(
      pieces.map(({ first, count }) => [productCall(backend, product, [0, m], [first, count], [0, k], product.c)]),
      scratch,
    )
  }
}

function multiplyInParts(backend: SimdBackend, product: Product): void {
  const [m, n, k] = product.size
  const parts = new Parts(backend, partsOf(Math.min(MOST_PARTS, Math.floor(k / PART))), [{ address: product.c, size: m * n }])
  const length = Math.ceil(k / parts.count / K_BLOCK) * K_BLOCK
  const tasks = parts.tasks(([part], i) => {
    const first = Math.min(k, i * length)
    return [productCall(backend, product, [0, m], [0, n], [first, Math.min(length, k - first)], part!)]
  })
  backend.run(tasks, matmulScratch(n))
  parts.sum()
}

type Range = readonly [first: number, count: number]

/** The part of a product that some rows, columns and terms of the sum make, written into their place in c. */
function productCall(backend: SimdBackend, product: Product, rows: Range, columns: Range, terms: Range, c: number): KernelCall {
  const { a, b, bias = 0, floor = Number.NEGATIVE_INFINITY } = product
  const [m, n, k] = product.size
  const [aRow, aColumn] = product.transposeA ? [4, 4 * m] : [4 * k, 4]
  const [bRow, bColumn] = product.transposeB ? [4, 4 * k] : [4 * n, 4]
  return backend.pool.call(
    'matmul',
    backend.tileFor(columns[1]),
    a + rows[0] * aRow + terms[0] * aColumn,
    aRow,
    aColumn,
    b + terms[0] * bRow + columns[0] * bColumn,
    bRow,
    bColumn,
    bias ? bias + 4 * columns[0] : 0,
    c + 4 * (rows[0] * n + columns[0]),
    4 * n,
    rows[1],
    columns[1],
    terms[1],
    floor,
    scratchAt(0),
  )
}

/** a [..., m, k] · b [..., k, n] (either transposed), batch dimensions equal, or 1 on one side. */
function matmul({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const { a, b, bias } = inputs
  const floor = floorOf(attrs.activation)
  if (!a || !b || !isFloat(a, b) || floor === null) return undefined
  const transposeA = attrs.transposeA === true
  const transposeB = attrs.transposeB === true
  const [m, k] = lastTwo(a, transposeA)
  const [k2, n] = lastTwo(b, transposeB)
  if (bias && !(isFloat(bias) && bias.shape.at(-1) === n && util.sizeFromShape(bias.shape) === n)) return undefined
  const aBatch = util.sizeFromShape(a.shape.slice(0, -2))
  const bBatch = util.sizeFromShape(b.shape.slice(0, -2))
  if (k !== k2 || !(aBatch === bBatch || aBatch === 1 || bBatch === 1)) return undefined

  const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const c = backend.output([...outer, m, n])
  const biasAddress = bias ? backend.address(bias) : 0
  // One B for the whole batch and A's rows in order: a single, taller product.
  const stacked = bBatch === 1 && !transposeA
  const batch = stacked ? 1 : Math.max(aBatch, bBatch)
  const size = [stacked ? m * aBatch : m, n, k] as const
  for (let i = 0; i < batch; i++) {
    const aAt = backend.address(a) + 4 * m * k * (aBatch === 1 ? 0 : i)
    const bAt = backend.address(b) + 4 * k * n * (bBatch === 1 ? 0 : i)
    multiply(backend, {
      a: aAt,
      transposeA,
      b: bAt,
      transposeB,
      bias: biasAddress,
      c: backend.address(c) + 4 * m * n * i,
      size,
      floor,
    })
  }
  return c
}

/** The last two dimensions as the product takes them. */
function lastTwo({ shape }: TensorInfo, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number]
  return transposed ? [columns, rows] : [rows, columns]
}

export const matmulOverrides: Overrides = { BatchMatMul: matmul, _FusedMatMul: matmul }
