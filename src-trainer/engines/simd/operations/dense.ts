import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import { type KernelCall, scratchAt, type Task } from '../pool.ts'
import { floorOf, matmulScratch, multiply } from './matmul.ts'
import { type Call, isFloat, type Overrides } from './override.ts'
import { Parts, partsOf, type Range } from './parts.ts'
import { checkSegments } from './reduction.ts'

/** Rows taken through all layers at a time, so that what a layer writes is in cache for the next; at most the kernels' block of k. */
const ROWS = 240
/** Rows from which a stack is worth going through in blocks. */
const FEWEST_ROWS = 2 * ROWS

interface Layer {
  readonly weight: number
  readonly inputs: number
  readonly outputs: number
  /** [outputs], or 0 for none. */
  readonly bias: number
  readonly floor: number
}

/** Layers hₗ = floor(hₗ₋₁ · Wₗ + bₗ) over the rows of x. */
interface Stack {
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
function stackOf({ inputs, backend, attrs }: Call, kernel: string): Stack {
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
function blocksOf(offsets: ArrayLike<number>, segment: number, most: number): Range[] {
  const [start, end] = [offsets[segment]!, offsets[segment + 1]!]
  const length = Math.ceil((end - start) / Math.max(1, Math.ceil((end - start) / most)) / 24) * 24
  const blocks: Range[] = []
  for (let first = start; first < end; first += length) blocks.push({ first, count: Math.min(length, end - first) })
  return blocks
}

/** Lends the layers' weights as `matmul` wants them packed, transposed or not. */
function withPacked(
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
function productCall(
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

/** dW [k, n] += xᵀ · dy over `rows` rows. */
function weightGradientCall(
  backend: SimdBackend,
  x: number,
  dy: number,
  sum: number,
  k: number,
  n: number,
  rows: number,
): KernelCall {
  const floor = Number.NEGATIVE_INFINITY
  return backend.pool.call(
    'matmul',
    backend.tileFor(n),
    x,
    4,
    4 * k,
    dy,
    4 * n,
    4,
    ADD,
    sum,
    4 * n,
    k,
    n,
    rows,
    floor,
    scratchAt(0),
  )
}

/**
 * A stack of fully connected layers.
 *
 * @returns with `keep` every layer's output, in order, as a gradient needs them; otherwise the last one's alone
 */
function denseStack(call: Call): TensorInfo[] {
  const { backend, attrs } = call
  const { x, rows, layers, offsets } = stackOf(call, 'DenseStack')
  const last = layers.length - 1
  const outputs = layers.map(({ outputs }, l) => (attrs.keep || l === last ? backend.output([rows, outputs]) : undefined))
  const addresses = outputs.map((tensor) => (tensor ? backend.address(tensor) : 0))
  const result = outputs.filter((tensor) => tensor !== undefined)
  const [first] = layers
  if (last === 0 && rows < FEWEST_ROWS && offsets.length === 2) {
    const { weight: b, bias, floor, inputs, outputs: n } = first!
    multiply(backend, { a: x, b, bias, c: addresses[0]!, size: [rows, n, inputs], floor })
    return result
  }
  const widest = Math.max(...layers.map((layer) => layer.outputs))
  const kernelScratch = matmulScratch(widest)
  // A single picture's rows still make a few tasks for every thread.
  const most = Math.min(ROWS, Math.max(24, Math.ceil(rows / (4 * backend.pool.threads) / 24) * 24))
  withPacked(backend, layers, false, (packed) => {
    const tasks: Task[] = []
    for (let segment = 0; segment < offsets.length - 1; segment++) {
      for (const block of blocksOf(offsets, segment, most)) {
        let from = x + 4 * block.first * first!.inputs
        const calls = layers.map(({ inputs, outputs: n, bias, floor }, l) => {
          const kept = addresses[l]!
          const to = kept ? kept + 4 * block.first * n : scratchAt(kernelScratch + (l % 2) * 4 * ROWS * widest)
          const start = l === 0 && bias ? bias + 4 * segment * n : bias
          const product = productCall(backend, from, packed[l]!, start, to, block.count, n, inputs, floor)
          from = to
          return product
        })
        tasks.push(calls)
      }
    }
    backend.run(tasks, kernelScratch + 2 * 4 * ROWS * widest)
  })
  return result
}

/**
 * Gradients of a stack, through all layers a block of rows at a time.
 *
 * Inputs as the stack's, and `dy` [n, out] of the last layer, and `h{l}`, layer l's output, for all but a linear last one.
 *
 * @returns for each layer dW and, where it has a bias, db (layer 0's [b, out] where its bias is); then dx where `inputGradient`
 */
function denseStackGradient(call: Call): TensorInfo[] {
  const { inputs, backend, attrs } = call
  const stack = stackOf(call, 'DenseStackGradient')
  const { x, rows, layers, offsets } = stack
  const last = layers.length - 1
  const outputsAt = layers.map((_, l) => (inputs[`h${l}`] ? backend.address(inputs[`h${l}`]!) : 0))
  const gates = layers.map(({ floor }) => floor === 0)
  if (
    !isFloat(inputs.dy) ||
    !util.arraysEqual(inputs.dy!.shape, [rows, layers[last]!.outputs]) ||
    outputsAt.some((at, l) => !at && (l < last || gates[l]))
  ) {
    throw new Error(
      `DenseStackGradient takes dy [${rows}, ${layers[last]!.outputs}] and the layers' outputs, got [${inputs.dy?.shape}]`,
    )
  }
  const dyAt = backend.address(inputs.dy!)
  const weights = layers.map(({ inputs: k, outputs: n }) => backend.output([k, n]))
  const bySegment = inputs.offsets !== undefined
  const biases = layers.map(({ bias, outputs: n }, l) =>
    bias ? backend.output(l === 0 && bySegment ? [offsets.length - 1, n] : [n]) : undefined,
  )
  const dx = attrs.inputGradient ? backend.output([rows, layers[0]!.inputs]) : undefined
  const result = [...layers.flatMap((_, l) => [weights[l], biases[l]]), dx].filter((tensor) => tensor !== undefined)

  if (last === 0 && rows < FEWEST_ROWS && !bySegment) {
    gradientsOfFew(backend, stack, gates[0] ? outputsAt[0]! : 0, dyAt, [weights[0], biases[0], dx])
    return result
  }
  // Sums over rows go to the parts; a segment's own bias is written by the one task that has the segment.
  const summed = result.filter((tensor) => tensor !== dx && !(bySegment && tensor === biases[0]))
  const segmentRows = bySegment && biases[0] ? backend.address(biases[0]) : 0
  const blocks: (Range & { segment: number; isFirst: boolean })[][] = []
  for (let segment = 0; segment < offsets.length - 1; segment++) {
    const own = blocksOf(offsets, segment, ROWS).map((block, i) => ({ ...block, segment, isFirst: i === 0 }))
    if (segmentRows) blocks.push(own)
    else blocks.push(...own.map((block) => [block]))
  }
  if (segmentRows) backend.runOne('zeroBytes', segmentRows, 4 * (offsets.length - 1) * layers[0]!.outputs)

  const widest = Math.max(...layers.flatMap((layer) => [layer.inputs, layer.outputs]))
  const kernelScratch = matmulScratch(widest)
  const parts = new Parts(backend, partsOf(blocks.length), summed)
  const { pool } = backend
  const dxAt = dx ? backend.address(dx) : 0
  withPacked(backend, layers, true, (packed) => {
    const tasks = parts.tasks((sums, i) => {
      const calls: KernelCall[] = []
      for (const { first, count, segment } of blocks[i] ?? []) {
        const scratch = (l: number) => scratchAt(kernelScratch + (l % 2) * 4 * ROWS * widest)
        const gate = (from: number, l: number) => {
          const y = outputsAt[l]! + 4 * first * layers[l]!.outputs
          calls.push(pool.call('reluGradient', from, 4, 0, y, 4, 0, scratch(l), 1, count * layers[l]!.outputs))
          return scratch(l)
        }
        let sum = sums.length
        let dy = dyAt + 4 * first * layers[last]!.outputs
        if (gates[last]) dy = gate(dy, last)
        for (let l = last; l >= 0; l--) {
          const { inputs: k, outputs: n, bias } = layers[l]!
          const before = l > 0 ? scratch(l - 1) : dxAt ? dxAt + 4 * first * k : 0
          if (before) calls.push(productCall(backend, dy, packed[l]!, 0, before, count, k, n, Number.NEGATIVE_INFINITY))
          // The gate reads what the layer was given from end to end, and so fetches it for the product below.
          if (l > 0 && gates[l - 1]) gate(before, l - 1)
          const biasSum = !bias ? 0 : l === 0 && segmentRows ? segmentRows + 4 * segment * n : sums[--sum]!
          if (biasSum) calls.push(pool.call('addColumnSums', dy, biasSum, count, n))
          const given = (l === 0 ? x : outputsAt[l - 1]!) + 4 * first * k
          calls.push(weightGradientCall(backend, given, dy, sums[--sum]!, k, n, count))
          dy = before
        }
      }
      return calls
    })
    backend.run(tasks, kernelScratch + 2 * 4 * ROWS * widest)
  })
  parts.sum()
  return result
}

/** One layer of few rows, as a code has: its weights are what is large, so the products themselves are cut. */
function gradientsOfFew(
  backend: SimdBackend,
  { x, rows, layers }: Stack,
  y: number,
  dy: number,
  [dWeight, dBias, dx]: readonly [TensorInfo | undefined, TensorInfo | undefined, TensorInfo | undefined],
): void {
  const { weight, inputs: k, outputs: n } = layers[0]!
  const gated = y ? backend.heap.allocate(4 * rows * n) : dy
  if (y) backend.runOne('reluGradient', dy, 4, 0, y, 4, 0, gated, 1, rows * n)
  multiply(backend, { a: x, transposeA: true, b: gated, c: backend.address(dWeight!), size: [k, n, rows] })
  if (dBias) backend.runOne('sum', gated, backend.address(dBias), 1, rows, n, 1)
  if (dx) multiply(backend, { a: gated, b: weight, transposeB: true, c: backend.address(dx), size: [rows, k, n] })
  if (y) backend.release(gated)
}

/** As the `matmul` kernel's bias: what is in C already. */
const ADD = 1

export const denseOverrides: Overrides = { DenseStack: denseStack, DenseStackGradient: denseStackGradient }
