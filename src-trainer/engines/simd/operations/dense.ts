import type { TensorInfo } from '@tensorflow/tfjs-core'
import { scratchAt, type Task } from '../pool.ts'
import { denseStackGradient } from './dense-gradient.ts'
import { blocksOf, FEWEST_ROWS, productCall, ROWS, stackOf, withPacked } from './dense-stack.ts'
import { matmulScratch, multiply } from './matmul.ts'
import type { Call, Overrides } from './override.ts'

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

export const denseOverrides: Overrides = { DenseStack: denseStack, DenseStackGradient: denseStackGradient }
