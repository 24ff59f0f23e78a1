import type { SimdBackend } from '../backend.ts'
import { type KernelCall, scratchAt, type Task } from '../pool.ts'
import { floorOf } from './matmul.ts'
import { type Call, isFloat } from './override.ts'
import type { Range } from './parts.ts'
import { checkSegments } from './reduction.ts'

/** Rows taken through all layers at a time, so that what a layer writes is in cache for the next; at most the kernels' block of k. */
export const ROWS = 240
/** Rows from which a stack is worth going through in blocks. */
export const FEWEST_ROWS = 2 * ROWS

export interface Layer {
  readonly weight: number
  readonly inputs: number
  readonly outputs: number
  /** [outputs], or 0 for none. */
  readonly bias: number
  readonly floor: number
}

/** Layers hₗ = floor(hₗ₋₁ · Wₗ + bₗ) over the rows of x. */
export interface Stack {
  readonly x: number
  readonly rows: number
  readonly layers: readonly Layer[]
  /** Where each segment of rows starts, and one more for the end. One segment unless the first bias differs by segment. */
  readonly offsets: ArrayLike<number>
}

/**
 * Inputs: `x` [n, in], and for each layer l from 0 `w{l}` [in, out] and, where it has one, `b{l}` [out]; with `offsets` int32
 * [b + 1], `b0` is [b, out], a row for each segment of x's rows. Attributes: `activations`, one a layer.
 */
export function stackOf({ inputs, backend, attrs }: Call, kernel: string): Stack {
  const { x, offsets } = inputs
  const activations = attrs.activations as unknown as string[]
  const rows = x?.shape[0] ?? 0
  const bounds = offsets ? backend.view(offsets) : [0, rows]
  if (offsets) checkSegments(kernel, x, offsets, bounds)
  let inner = x?.shape[1]
  const layers = activations.map((activation, l) => {
    const [weight, bias] = [inputs[`w${l}`], inputs[`b${l}`]]
    const floor = floorOf(activation)
    const outputs = weight?.shape[1]
    const biasShape = l === 0 && offsets ? [bounds.length - 1, outputs] : [outputs]
    const valid = isFloat(x, weight) && weight?.shape.length === 2 && weight.shape[0] === inner && floor !== null
    if (!valid || (bias && !(isFloat(bias) && String(bias.shape) === String(biasShape)))) {
      throw new Error(
        `${kernel} takes float32 [n, in] and matching weights, got [${inner}] and [${weight?.shape}], bias [${bias?.shape}]`,
      )
    }
    const layer = { weight: backend.address(weight!), inputs: inner!, outputs: outputs!, bias: bias ? backend.address(bias) : 0 }
    inner = outputs
    return { ...layer, floor: floor ?? Number.NEGATIVE_INFINITY }
  })
  return { x: backend.address(x!), rows, layers, offsets: bounds }
}

/** Rows of one segment; none longer than `most`, and as equal as a multiple of every tile allows. */
export function blocksOf(offsets: ArrayLike<number>, segment: number, most: number): Range[] {
  const [start, end] = [offsets[segment]!, offsets[segment + 1]!]
  const length = Math.ceil((end - start) / Math.max(1, Math.ceil((end - start) / most)) / 24) * 24
  const blocks: Range[] = []
  for (let first = start; first < end; first += length) blocks.push({ first, count: Math.min(length, end - first) })
  return blocks
}

/** Lends the layers' weights as `matmul` wants them packed, transposed or not. */
export function withPacked(
  backend: SimdBackend,
  layers: readonly Layer[],
  transposed: boolean,
  use: (packed: readonly number[]) => void,
): void {
  const sizes = layers.map(({ inputs, outputs }) => (transposed ? [outputs, inputs] : [inputs, outputs]) as [number, number])
  const packed = sizes.map(([k, n]) => backend.heap.allocate(4 * k * Math.ceil(n / 16) * 16))
  const tasks = layers.map(({ weight, outputs }, l): Task => {
    const [k, n] = sizes[l]!
    const [rowStep, columnStep] = transposed ? [4, 4 * outputs] : [4 * outputs, 4]
    return [backend.pool.call('packMatrix', backend.tileFor(n), weight, rowStep, columnStep, n, k, packed[l]!)]
  })
  backend.run(tasks)
  use(packed)
  for (const address of packed) backend.release(address)
}

/** h [rows, n] = floor(x [rows, k] · B + bias), B packed. */
export function productCall(
  backend: SimdBackend,
  x: number,
  packed: number,
  bias: number,
  out: number,
  rows: number,
  n: number,
  k: number,
  floor: number,
): KernelCall {
  return backend.pool.call(
    'matmul',
    backend.tileFor(n),
    x,
    4 * k,
    4,
    packed,
    0,
    0,
    bias,
    out,
    4 * n,
    rows,
    n,
    k,
    floor,
    scratchAt(0),
  )
}
