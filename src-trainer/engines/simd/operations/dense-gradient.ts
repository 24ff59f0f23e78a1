import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { SimdBackend } from '../backend.ts'
import { type KernelCall, scratchAt } from '../pool.ts'
import { blocksOf, FEWEST_ROWS, productCall, ROWS, type Stack, stackOf, withPacked } from './dense-stack.ts'
import { matmulScratch, multiply } from './matmul.ts'
import { type Call, isFloat } from './override.ts'
import { Parts, partsOf, type Range } from './parts.ts'

/**
 * Gradients of a stack, through all layers a block of rows at a time.
 *
 * Inputs as the stack's, and `dy` [n, out] of the last layer, and `h{l}`, layer l's output, for all but a linear last one.
 *
 * @returns for each layer dW and, where it has a bias, db (layer 0's [b, out] where its bias is); then dx where `inputGradient`
 */
export function denseStackGradient(call: Call): TensorInfo[] {
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

/** As the `matmul` kernel's bias: what is in C already. */
const ADD = 1
