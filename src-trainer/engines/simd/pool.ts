import { Worker } from 'node:worker_threads'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { Kernels } from './kernels.ts'
import {
  createPoolMemory,
  DONE,
  drawTasks,
  END,
  failureMessage,
  JOB,
  type Kernel,
  MARKS,
  NEXT,
  type NumberedCall,
  PROGRAM,
  reportFailure,
  SCRATCH,
  SLEEPERS,
  STOP,
  TASK_BITS,
  writeProgram,
} from './pool-protocol.ts'
import type { WorkerInput } from './pool-worker.ts'

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './pool-worker.ts' : './pool-worker.js', import.meta.url)
/** Looks at the tasks' count before sleeping. */
const SPINS = 4000
/** No task takes this long: a thread that was lost in the middle of one. */
const PATIENCE_MS = 60_000

/** One kernel call of a task. An argument may be `scratchAt(offset)`. */
export type KernelCall = NumberedCall
/** Kernel calls that one thread makes in order. */
export type Task = readonly KernelCall[]

/** An address in the scratch of whichever thread runs the task. */
export function scratchAt(offset: number): number {
  return SCRATCH + offset
}

/** Runs jobs of kernel calls on several threads, the calling one among them. */
export class Pool {
  readonly threads: number
  readonly workers: readonly Worker[]
  readonly #memory = createPoolMemory()
  readonly #kernels: readonly Kernel[]
  readonly #numbers: ReadonlyMap<string, number>
  /** Tasks of the job that has been begun; 0 when none has. */
  #pending = 0
  #closed = false

  /** @param input the kernels' module and the heap that all threads share */
  constructor(kernels: Kernels, input: Pick<WorkerInput, 'module' | 'heap'>, threads: number) {
    const names = Object.keys(kernels).filter((name) => typeof kernels[name as keyof Kernels] === 'function')
    this.threads = threads
    this.#kernels = names.map((name) => kernels[name as keyof Kernels] as unknown as Kernel)
    this.#numbers = new Map(names.map((name, i) => [name, i]))
    this.workers = Array.from({ length: threads - 1 }, (_, i) =>
      this.#start({ ...input, names, memory: this.#memory, thread: i + 1 }),
    )
  }

  call<K extends keyof Kernels>(kernel: K, ...args: Parameters<Kernels[K]>): KernelCall {
    return [this.#numbers.get(kernel)!, args]
  }

  /**
   * Begins a job once the one before it is done, and returns while it runs: the other threads work on it while the caller prepares
   * the next, and the caller helps when it comes to `settle` or to begin that. Until then the heap is theirs.
   *
   * @param scratch address of `threads` · `scratchBytes` bytes
   * @throws WorkbenchError `threads` when a worker has failed or gone; what the jobs were to write is then undefined
   */
  begin(tasks: readonly Task[], scratch: number, scratchBytes: number): void {
    this.#check()
    if (this.threads === 1) {
      for (const task of tasks) this.#runHere(task, scratch)
      return
    }
    for (let first = 0; first < tasks.length; ) {
      const index = 1 - Atomics.load(this.#memory.control, PROGRAM)
      const next = writeProgram(this.#memory.programs[index]!, tasks, first, scratch, scratchBytes)
      this.settle()
      this.#publish(index, next - first)
      first = next
    }
  }

  /** Has a job been begun and not settled? */
  get running(): boolean {
    return this.#pending > 0
  }

  /**
   * Returns when everything begun is done.
   *
   * @throws as `begin`
   */
  settle(): void {
    if (this.#pending === 0) return
    try {
      drawTasks(this.#memory, this.#kernels, 0)
    } catch (error) {
      reportFailure(this.#memory, messageOf(error)) // the others still write to the job's tensors: this is the end
    }
    const count = this.#pending
    this.#pending = 0
    this.#join(count)
  }

  /** Ends the threads. */
  close(): void {
    this.#closed = true
    const { control } = this.#memory
    Atomics.store(control, STOP, 1)
    Atomics.add(control, JOB, 1)
    Atomics.notify(control, JOB)
    for (const worker of this.workers) void worker.terminate()
  }

  #start(input: WorkerInput): Worker {
    const worker = new Worker(WORKER, { workerData: input, execArgv: [], name: `simd-${input.thread}` })
    worker.unref() // a pool never keeps a process alive
    const lost = (reason: string) => {
      if (!this.#closed) reportFailure(this.#memory, reason)
    }
    worker.on('error', (error) => lost(error.message))
    worker.on('exit', (code) => lost(`it ended with code ${code}`))
    return worker
  }

  #runHere(task: Task, scratch: number): void {
    for (const [kernel, args] of task) {
      this.#kernels[kernel]!(...args.map((value) => (value >= SCRATCH ? value - SCRATCH + scratch : value)))
    }
  }

  #publish(program: number, count: number): void {
    const { control } = this.#memory
    this.#pending = count
    Atomics.store(control, PROGRAM, program)
    const mark = ((Atomics.load(control, JOB) + 1) % MARKS) << TASK_BITS
    Atomics.store(control, END, mark + count)
    Atomics.store(control, DONE, 0)
    Atomics.store(control, NEXT, mark) // from here on tasks are drawn
    Atomics.add(control, JOB, 1)
    if (Atomics.load(control, SLEEPERS) > 0) Atomics.notify(control, JOB)
  }

  #join(count: number): void {
    const { control } = this.#memory
    for (let i = 0; i < SPINS; i++) if (Atomics.load(control, DONE) === count) return
    const start = performance.now()
    for (;;) {
      const done = Atomics.load(control, DONE)
      if (done === count) return
      this.#check()
      if (performance.now() - start > PATIENCE_MS) reportFailure(this.#memory, `it has not answered for ${PATIENCE_MS / 1000} s`)
      Atomics.wait(control, DONE, done, 1000)
    }
  }

  #check(): void {
    const reason = failureMessage(this.#memory)
    if (reason !== undefined) {
      throw new WorkbenchError(
        'threads',
        `a thread of the simd engine is gone: ${reason}; start again, with fewer threads if it recurs`,
      )
    }
  }
}
