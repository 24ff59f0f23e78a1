import { workerData } from 'node:worker_threads'
import { awaitNews, drawTasks, type Kernel, NEWS, type PoolMemory, reportFailure, STOP } from './pool-protocol.ts'

/** What `pool.ts` gives each of its threads. */
export interface WorkerInput {
  readonly memory: PoolMemory
  readonly heap: WebAssembly.Memory
  readonly module: WebAssembly.Module
  /** The kernels' names, in the order of their numbers. */
  readonly names: readonly string[]
  /** From 1; 0 is the main thread. */
  readonly thread: number
}

/** Looks for news before sleeping: about as long as waking up takes. */
const LOOKS = 2000

const { memory, heap, module, names, thread } = workerData as WorkerInput
const { control } = memory
process.on('exit', () => {
  if (!Atomics.load(control, STOP)) reportFailure(memory, 'it exited')
})

const { exports } = await WebAssembly.instantiate(module, { env: { memory: heap } })
const kernels = names.map((name) => exports[name] as Kernel)

try {
  while (!Atomics.load(control, STOP)) {
    const seen = Atomics.load(control, NEWS)
    drawTasks(memory, kernels, thread)
    awaitNews(memory, seen, LOOKS, Number.POSITIVE_INFINITY)
  }
} catch (error) {
  reportFailure(memory, error instanceof Error ? error.message : String(error))
}
