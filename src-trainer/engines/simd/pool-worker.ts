import { workerData } from 'node:worker_threads'
import { drawTasks, JOB, type Kernel, type PoolMemory, reportFailure, SLEEPERS, STOP } from './pool-protocol.ts'

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

/** Looks at the job counter before sleeping: about as long as waking up takes. */
const SPINS = 2000

const { memory, heap, module, names, thread } = workerData as WorkerInput
const { control } = memory
process.on('exit', () => {
  if (!Atomics.load(control, STOP)) reportFailure(memory, 'it exited')
})

const { exports } = await WebAssembly.instantiate(module, { env: { memory: heap } })
const kernels = names.map((name) => exports[name] as Kernel)

try {
  let seen = 0
  while (!Atomics.load(control, STOP)) {
    for (let i = 0; i < SPINS && Atomics.load(control, JOB) === seen; i++);
    if (Atomics.load(control, JOB) === seen) {
      Atomics.add(control, SLEEPERS, 1)
      Atomics.wait(control, JOB, seen)
      Atomics.sub(control, SLEEPERS, 1)
    }
    seen = Atomics.load(control, JOB)
    drawTasks(memory, kernels, thread)
  }
} catch (error) {
  reportFailure(memory, error instanceof Error ? error.message : String(error))
}
