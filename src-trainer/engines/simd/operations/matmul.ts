import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import { type Call, isFloat, type Overrides } from './override.ts'

const TILE_BYTES = 512
const K_BLOCK = 256
const ROW_BLOCK = 48

/** The lowest value that an activation lets through, or undefined for one that is not a floor. */
export function floorOf(activation: unknown): number | undefined {
  if (activation === 'relu') return 0
  return activation === 'linear' || activation === undefined || activation === null ? Number.NEGATIVE_INFINITY : undefined
}

/** Bytes of scratch that the `matmul` kernel needs for n columns. */
function scratchBytes(n: number): number {
  const padded = Math.ceil(n / 16) * 16
  return TILE_BYTES + 4 * (padded + K_BLOCK * padded + K_BLOCK * ROW_BLOCK)
}

/**
 * [m, n] = max(A·B + bias, floor) into `c`; all addresses.
 *
 * @param transposeA A lies as [k, m]
 * @param transposeB B lies as [n, k]
 */
export function multiplyInto(
  backend: SimdBackend,
  a: number,
  transposeA: boolean,
  b: number,
  transposeB: boolean,
  bias: number,
  c: number,
  [m, n, k]: readonly [number, number, number],
  floor: number,
): void {
  const [aRow, aColumn] = transposeA ? [4, 4 * m] : [4 * k, 4]
  const [bRow, bColumn] = transposeB ? [4, 4 * k] : [4 * n, 4]
  const scratch = backend.scratch(scratchBytes(n))
  backend.kernels.matmul(backend.wide, a, aRow, aColumn, b, bRow, bColumn, bias, c, m, n, k, floor, scratch)
}

/** a [..., m, k] · b [..., k, n] (either transposed), batch dimensions equal, or 1 on one side. */
function matmul({ inputs, backend, attrs }: Call): TensorInfo | undefined {
  const { a, b, bias } = inputs
  const floor = floorOf(attrs.activation)
  if (!a || !b || !isFloat(a, b) || floor === undefined) return undefined
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
    multiplyInto(backend, aAt, transposeA, bAt, transposeB, biasAddress, backend.address(c) + 4 * m * n * i, size, floor)
  }
  return c
}

/** The last two dimensions as the product takes them. */
function lastTwo({ shape }: TensorInfo, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number]
  return transposed ? [columns, rows] : [rows, columns]
}

export const matmulOverrides: Overrides = { BatchMatMul: matmul, _FusedMatMul: matmul }
