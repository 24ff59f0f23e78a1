import { Worker } from 'node:worker_threads'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { Kernels } from './kernels.ts'
import {
  awaitNews,
  createPoolMemory,
  drawTasks,
  enqueue,
  failureMessage,
  isFinished,
  type Kernel,
  MOST_JOBS,
  measureProgram,
  NEWS,
  type NumberedCall,
  PROGRAM_WORDS,
  reportFailure,
  SCRATCH,
  STOP,
  writeProgram,
} from './pool-protocol.ts'
import type { WorkerInput } from './pool-worker.ts'

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './pool-worker.ts' : './pool-worker.js', import.meta.url)
/** Looks for news before sleeping. */
const LOOKS = 4000
/** Seconds without news after which a thread was lost in the middle of a task: none takes this long. */
const PATIENCE = 60

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
  /** Jobs begun that may still run, oldest first, and where their programs lie. */
  readonly #outstanding: { readonly job: number; readonly from: number; readonly to: number }[] = []
  #begun = 0
  /** Where the next program may begin. */
  #place = 0
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

  /** Jobs begun so far: what `isDone` and `settle` ask for, to mean all of them. */
  get begun(): number {
    return this.#begun
  }

  /** Are the first so many jobs done? */
  isDone(jobs: number): boolean {
    // No more than `MOST_JOBS` are ever under way; and what was asked for long ago is farther back than shared counts reach.
    return this.threads === 1 || jobs <= this.#begun - MOST_JOBS || isFinished(this.#memory, jobs)
  }

  /** Has a thread failed or gone? Nothing more will be done then. */
  get failed(): boolean {
    return failureMessage(this.#memory) !== undefined
  }

  /**
   * Begins a job, which runs once those before it are done, and returns at once: the other threads work while the caller prepares
   * the next. Until it is done, what it reads and writes is its own.
   *
   * @param scratch address of `threads` · `scratchBytes` bytes
   * @throws WorkbenchError `threads` when a worker has failed or gone; what the jobs were to write is then undefined
   */
  begin(tasks: readonly Task[], scratch: number, scratchBytes: number): void {
    this.#check()
    if (this.threads === 1) {
      for (const task of tasks) this.#runHere(task, scratch)
      this.#begun++
      return
    }
    for (let first = 0; first < tasks.length; ) {
      const { count, words } = measureProgram(tasks, first)
      const place = this.#reserve(words)
      writeProgram(this.#memory.words, place, tasks, first, count, scratch, scratchBytes)
      this.#outstanding.push({ job: ++this.#begun, from: place, to: place + words })
      enqueue(this.#memory, place, count)
      first += count
    }
  }

  /**
   * Returns when the first so many jobs are done, all of them if none is said. The caller works on them meanwhile.
   *
   * @throws as `begin`
   */
  settle(jobs = this.#begun): void {
    const memory = this.#memory
    let silent = 0 // seconds waited, not passed: the whole process may have been stopped
    while (!this.isDone(jobs)) {
      const seen = Atomics.load(memory.control, NEWS)
      try {
        drawTasks(memory, this.#kernels, 0, jobs)
      } catch (error) {
        reportFailure(memory, messageOf(error)) // the others still write to the jobs' tensors: this is the end
      }
      this.#check()
      if (this.isDone(jobs)) return
      silent = awaitNews(memory, seen, LOOKS, 1000) ? 0 : silent + 1
      if (silent < PATIENCE) continue
      const reason = `it has not answered for ${PATIENCE} s`
      reportFailure(memory, reason)
      throw gone(failureMessage(memory) ?? reason)
    }
  }

  /** Ends the threads when what has been begun is done, or has failed. */
  close(): void {
    try {
      this.settle()
    } catch {
      // told to whoever waited for it, and nobody does any more
    }
    this.#closed = true
    const { control } = this.#memory
    Atomics.store(control, STOP, 1)
    Atomics.add(control, NEWS, 1)
    Atomics.notify(control, NEWS)
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

  /** A place for a program, free of those that may still be read: they lie in a ring, and the oldest go first. */
  #reserve(words: number): number {
    const place = this.#place + words > PROGRAM_WORDS ? 0 : this.#place
    const jobs = this.#outstanding
    for (;;) {
      while (jobs.length > 0 && this.isDone(jobs[0]!.job)) jobs.shift()
      const inTheWay = jobs.length < MOST_JOBS ? jobs.find(({ from, to }) => to > place && from < place + words) : jobs[0]
      if (!inTheWay) break
      this.settle(inTheWay.job)
    }
    this.#place = place + words
    return place
  }

  #check(): void {
    const reason = failureMessage(this.#memory)
    if (reason !== undefined) throw gone(reason)
  }
}

function gone(reason: string): WorkbenchError {
  return new WorkbenchError(
    'threads',
    `a thread of the simd engine is gone: ${reason}; start again, with fewer threads if it recurs`,
  )
}
