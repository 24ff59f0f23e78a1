/**
 * How the threads of a pool talk: a few words of shared memory, and a queue of jobs.
 *
 * A *job* is a list of tasks, a *task* a list of kernel calls that one thread makes in order. Jobs run one after the other. Threads,
 * the main one included, draw a job's tasks by number until none is left, so a thread that is late or gone leaves its share to
 * the others. Which thread runs a task never changes what the task computes. Whoever finishes a job's last task starts the next
 * job, so that none waits for the main thread while there are jobs in the queue.
 *
 * Jobs are counted from 0; counts go round after 2³² of them, and are compared by their difference.
 */

/** Places in `control`. */
export const NEWS = 0 // counts starts and ends of jobs; threads sleep on it
export const NEXT = 1 // the next task to draw, marked with its job
export const END = 2 // the number after the running job's last task, marked likewise
export const DONE = 3 // tasks done of the running job
export const QUEUED = 4 // jobs put into the queue so far
export const STARTED = 5
export const FINISHED = 6
export const SLEEPERS = 7
export const FAILED = 8 // length of the message in `failure`; 0: none
export const STOP = 9
export const CONTROL_WORDS = 16

/** In place of the message's length. */
const BEING_WRITTEN = -1

/** Jobs in the queue at most, the running one included; a power of two. */
export const MOST_JOBS = 256
/** Tasks in a job at most. */
export const MOST_TASKS = 1024
/**
 * Bits of a drawn number that count tasks; those above are its job's mark. A thread may be stopped between drawing a number past the
 * end of one job and reading the end of the next, of which it must not take the number to be.
 */
const TASK_BITS = 12
const TASK_MASK = (1 << TASK_BITS) - 1
/** Marks go round after so many jobs. */
const MARKS = 1 << 19
/** Words of the queue's programs together, 4 MiB. */
export const PROGRAM_WORDS = 524_288
/** Words of one job's program at most; a job that needs more is run in parts. */
export const JOB_WORDS = PROGRAM_WORDS / 4

/** An argument from here on is an offset into the running thread's own scratch. */
export const SCRATCH = 2 ** 40

const PROGRAM_HEAD = 2 // scratch base, bytes of scratch a thread

/** Everything that threads share beside the heap. */
export interface PoolMemory {
  readonly control: Int32Array<SharedArrayBuffer>
  /**
   * The jobs' programs, [scratch base, scratch bytes a thread, where each task starts and the last one ends (from the program's
   * start), then for each call: kernel, number of arguments, arguments], each in one piece.
   */
  readonly words: Float64Array<SharedArrayBuffer>
  /** Where the program of job j begins in `words`, at j modulo `MOST_JOBS`. */
  readonly places: Int32Array<SharedArrayBuffer>
  /** How many tasks job j has, likewise. */
  readonly counts: Int32Array<SharedArrayBuffer>
  /** A thread's last words, in UTF-8. */
  readonly failure: Uint8Array<SharedArrayBuffer>
}

export type Kernel = (...args: number[]) => unknown

export function createPoolMemory(): PoolMemory {
  return {
    control: new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS)),
    words: new Float64Array(new SharedArrayBuffer(8 * PROGRAM_WORDS)),
    places: new Int32Array(new SharedArrayBuffer(4 * MOST_JOBS)),
    counts: new Int32Array(new SharedArrayBuffer(4 * MOST_JOBS)),
    failure: new Uint8Array(new SharedArrayBuffer(512)),
  }
}

/** A call of a kernel by its number; arguments as in a program. */
export type NumberedCall = readonly [kernel: number, args: readonly number[]]
export type NumberedTask = readonly NumberedCall[]

/** How many tasks from `first` on fit one job, and the words of their program. */
export function measureProgram(tasks: readonly NumberedTask[], first: number): { count: number; words: number } {
  let words = PROGRAM_HEAD + 1
  let count = 0
  for (; first + count < tasks.length && count < MOST_TASKS; count++) {
    let more = 1
    for (const [, args] of tasks[first + count]!) more += 2 + args.length
    if (words + more > JOB_WORDS) break
    words += more
  }
  if (count === 0) throw new Error(`a task of ${tasks[first]!.length} kernel calls does not fit the pool's program`)
  return { count, words }
}

/** Writes the program of `count` tasks from `first` on at `place`; what is there belongs to no job any more. */
export function writeProgram(
  program: Float64Array,
  place: number,
  tasks: readonly NumberedTask[],
  first: number,
  count: number,
  scratch: number,
  scratchBytes: number,
): void {
  program[place] = scratch
  program[place + 1] = scratchBytes
  const starts = place + PROGRAM_HEAD
  let at = starts + count + 1
  for (let task = 0; task < count; task++) {
    program[starts + task] = at - place
    for (const [kernel, args] of tasks[first + task]!) {
      program[at++] = kernel
      program[at++] = args.length
      for (let i = 0; i < args.length; i++) program[at++] = args[i]!
    }
  }
  program[starts + count] = at - place
}

/** Puts a job whose program has been written into the queue. Only the main thread does. */
export function enqueue(memory: PoolMemory, place: number, count: number): void {
  const { control, places, counts } = memory
  const job = Atomics.load(control, QUEUED)
  places[slotOf(job)] = place
  counts[slotOf(job)] = count
  Atomics.store(control, QUEUED, (job + 1) | 0)
  startNext(memory)
}

/** Have so many jobs been finished? Of numbers less than 2³¹ apart. */
export function isFinished({ control }: PoolMemory, jobs: number): boolean {
  return ((Atomics.load(control, FINISHED) - jobs) | 0) >= 0
}

/**
 * Draws tasks and runs them until there are none to draw, or until `jobs` have been finished.
 *
 * @param thread from 0, for its scratch
 */
export function drawTasks(memory: PoolMemory, kernels: readonly Kernel[], thread: number, jobs?: number): void {
  const { control, words: program, places } = memory
  while (jobs === undefined || !isFinished(memory, jobs)) {
    const drawn = Atomics.add(control, NEXT, 1)
    // Read after the draw: what was drawn from a job comes with that job's end, or with a later one's.
    const end = Atomics.load(control, END)
    if (drawn >= end || drawn >> TASK_BITS !== end >> TASK_BITS) return
    // The job cannot be finished before this task is, so what is read from here on is this job's.
    const place = places[slotOf(Atomics.load(control, FINISHED))]!
    const starts = place + PROGRAM_HEAD + (drawn & TASK_MASK)
    const scratch = program[place]! + thread * program[place + 1]!
    const last = place + program[starts + 1]!
    for (let at = place + program[starts]!; at < last; ) {
      const kernel = kernels[program[at]!]!
      const from = at + 2
      at = from + program[at + 1]!
      const args: number[] = []
      for (let i = from; i < at; i++) {
        const value = program[i]!
        args.push(value >= SCRATCH ? value - SCRATCH + scratch : value)
      }
      kernel(...args)
    }
    if (Atomics.add(control, DONE, 1) + 1 === (end & TASK_MASK)) finish(memory)
  }
}

function slotOf(job: number): number {
  return job & (MOST_JOBS - 1)
}

function finish(memory: PoolMemory): void {
  Atomics.add(memory.control, FINISHED, 1)
  if (!startNext(memory)) tell(memory)
}

/**
 * Starts the next job where the one before is finished and there is one: both who finishes a job and who puts one into the queue
 * look, one of them after the other, so one of them sees both; where both do, the first is heard.
 */
function startNext(memory: PoolMemory): boolean {
  const { control, counts } = memory
  const job = Atomics.load(control, FINISHED)
  if (job === Atomics.load(control, QUEUED)) return false
  if (Atomics.compareExchange(control, STARTED, job, (job + 1) | 0) !== job) return false
  const mark = ((job + 1) & (MARKS - 1)) << TASK_BITS // from 1: a thread may have drawn before the first job
  Atomics.store(control, DONE, 0)
  Atomics.store(control, END, mark + counts[slotOf(job)]!)
  Atomics.store(control, NEXT, mark) // from here on tasks are drawn
  tell(memory)
  return true
}

function tell({ control }: PoolMemory): void {
  Atomics.add(control, NEWS, 1)
  if (Atomics.load(control, SLEEPERS) > 0) Atomics.notify(control, NEWS)
}

/**
 * Returns when there is news since `seen`: at first by looking so many times, then asleep.
 *
 * @param timeout in milliseconds, of the sleep
 * @returns false when it slept so long and there was none
 */
export function awaitNews({ control }: PoolMemory, seen: number, looks: number, timeout: number): boolean {
  for (let i = 0; i < looks; i++) if (Atomics.load(control, NEWS) !== seen) return true
  Atomics.add(control, SLEEPERS, 1)
  const result = Atomics.wait(control, NEWS, seen, timeout)
  Atomics.sub(control, SLEEPERS, 1)
  return result !== 'timed-out'
}

/** Tells the main thread why this one cannot go on. The first to fail is heard: what others say then only follows from it. */
export function reportFailure(memory: PoolMemory, message: string): void {
  const { control, failure } = memory
  if (Atomics.compareExchange(control, FAILED, 0, BEING_WRITTEN) !== 0) return
  const text = new Uint8Array(failure.length)
  const { written } = new TextEncoder().encodeInto(message, text)
  failure.set(text)
  Atomics.store(control, FAILED, Math.max(1, written))
  tell(memory)
}

export function failureMessage({ control, failure }: PoolMemory): string | undefined {
  const length = Atomics.load(control, FAILED)
  return length > 0 ? new TextDecoder().decode(failure.slice(0, length)) : undefined
}
