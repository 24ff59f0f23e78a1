import { availableParallelism, cpus } from 'node:os'
import * as tf from '@tensorflow/tfjs-core'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { Engine, EngineEntry, EngineOptions, EngineProbe } from '../engine.ts'
import { SimdBackend } from './backend.ts'
import { Heap } from './heap.ts'
import { loadKernels } from './kernels.ts'
import { BACKEND, registerKernels, unregisterKernels } from './register.ts'
import { chooseTile } from './tile.ts'

/** More threads than this gain nothing on models of this size. */
const MOST_THREADS = 16

/** A backend that nobody has registered yet, its tile chosen. */
export async function createBackend(threads = 1, heap = new Heap()): Promise<{ backend: SimdBackend; device: string }> {
  const backend = new SimdBackend(heap, await loadKernels(heap.memory), threads)
  try {
    const { tile, speed } = chooseTile(backend)
    backend.tile = tile
    const processor = cpus()[0]?.model.trim() ?? process.arch
    const count = threads === 1 ? '1 thread' : `${threads} threads`
    return {
      backend,
      device: `${count}, ${tile.replace('x', '×')} tiles at ${Math.round(speed[tile])} GFLOP/s each, ${processor}`,
    }
  } catch (error) {
    backend.pool.close()
    throw error
  }
}

function defaultThreads(): number {
  return Math.min(MOST_THREADS, availableParallelism())
}

function checkOptions({ threads, device }: EngineOptions): void {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1))
    throw new WorkbenchError('threads', `threads must be a whole number of at least 1, got ${threads}`)
  if (device !== undefined && device !== 'cpu')
    throw new WorkbenchError('device', `engine simd computes on the processor: expected no device, or cpu, got "${device}"`)
}

async function open(options: EngineOptions): Promise<Engine> {
  if (tf.findBackend(BACKEND))
    throw new WorkbenchError('engine-open', 'engine simd is already open in this process; close it first')
  checkOptions(options)
  const threads = options.threads ?? defaultThreads()
  const { backend, device } = await createBackend(threads)
  registerKernels()
  tf.registerBackend(BACKEND, () => backend)
  await tf.setBackend(BACKEND)
  return {
    name: BACKEND,
    device,
    threads,
    asynchronous: false,
    settled: async () => backend.settle(),
    check() {},
    memory() {
      backend.settle()
      return { used: backend.heap.used, reserved: backend.heap.reserved }
    },
    close() {
      if (tf.findBackend(BACKEND) !== backend) return
      tf.removeBackend(BACKEND)
      backend.pool.close()
      unregisterKernels()
    },
  }
}

async function probe(options: EngineOptions = {}): Promise<EngineProbe> {
  try {
    checkOptions(options)
    const { device } = await createBackend()
    return { available: true, device: device.replace('1 thread', `${defaultThreads()} threads`) }
  } catch (error) {
    return { available: false, reason: messageOf(error) }
  }
}

/** Our own CPU engine: AssemblyScript kernels in WebAssembly SIMD, over TensorFlow.js' CPU backend. */
export const simd: EngineEntry = {
  name: BACKEND,
  summary: 'WebAssembly SIMD on the processor; from npm alone, on any platform',
  probe,
  open,
}
