/**
 * How the threads of a pool talk: a few words of shared memory and a program.
 *
 * A *job* is a list of tasks, a *task* a list of kernel calls that one thread makes in order. Threads, the main one included,
 * draw tasks by number until none is left, so a thread that is late or gone leaves its share to the others. Which thread runs
 * a task never changes what the task computes.
 */

/** Places in `control`. */
export const JOB = 0 // counts jobs; threads sleep on it
export const NEXT = 1 // the next task to draw, marked with its job
export const END = 2 // the number after this job's last task, marked likewise
export const DONE = 3 // tasks done; the main thread sleeps on it
export const SLEEPERS = 4
export const FAILED = 5 // length of the message in `failure`; 0: none
export const STOP = 6
export const PROGRAM = 7 // which of the programs this job is
export const CONTROL_WORDS = 16

/** In place of the message's length. */
const BEING_WRITTEN = -1

/** Tasks in a job at most. */
export const MOST_TASKS = 1024
/**
 * Bits of a drawn number that count tasks; those above are its job's mark. A thread may be stopped between drawing a number past the
 * end of one job and reading the end of the next, of which it must not take the number to be.
 */
export const TASK_BITS = 12
const TASK_MASK = (1 << TASK_BITS) - 1
/** Marks go round after so many jobs. */
export const MARKS = 1 << 19
/** Words of a job's program at most, 1 MiB; a job that needs more is run in parts. */
export const PROGRAM_WORDS = 131_072

/** An argument from here on is an offset into the running thread's own scratch. */
export const SCRATCH = 2 ** 40

const PROGRAM_HEAD = 2 // scratch base, bytes of scratch a thread

/** What the threads are to do. */
export interface Program {
  /** [scratch base, scratch bytes a thread, then for each call: kernel, number of arguments, arguments] */
  readonly words: Float64Array<SharedArrayBuffer>
  /** Where each task starts in the program; one more for the end. */
  readonly starts: Int32Array<SharedArrayBuffer>
}

/** Everything that threads share beside the heap. */
export interface PoolMemory {
  readonly control: Int32Array<SharedArrayBuffer>
  /** Two, so that one can be written while the other runs. */
  readonly programs: readonly [Program, Program]
  /** A worker's last words, in UTF-8. */
  readonly failure: Uint8Array<SharedArrayBuffer>
}

export type Kernel = (...args: number[]) => unknown

export function createPoolMemory(): PoolMemory {
  return {
    control: new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS)),
    programs: [createProgram(), createProgram()],
    failure: new Uint8Array(new SharedArrayBuffer(512)),
  }
}

function createProgram(): Program {
  return {
    words: new Float64Array(new SharedArrayBuffer(8 * PROGRAM_WORDS)),
    starts: new Int32Array(new SharedArrayBuffer(4 * (MOST_TASKS + 1))),
  }
}

/** A call of a kernel by its number; arguments as in a program. */
export type NumberedCall = readonly [kernel: number, args: readonly number[]]

/**
 * Writes tasks as a program, from `first` on, as many as fit.
 *
 * @returns the first task that did not fit, or their number
 */
export function writeProgram(
  { words: program, starts }: Program,
  tasks: readonly (readonly NumberedCall[])[],
  first: number,
  scratch: number,
  scratchBytes: number,
): number {
  program[0] = scratch
  program[1] = scratchBytes
  let at = PROGRAM_HEAD
  let task = first
  for (; task < tasks.length && task - first < MOST_TASKS; task++) {
    const calls = tasks[task]!
    const words = calls.reduce((sum, [, args]) => sum + 2 + args.length, 0)
    if (at + words > PROGRAM_WORDS) break
    starts[task - first] = at
    for (const [kernel, args] of calls) {
      program[at++] = kernel
      program[at++] = args.length
      for (let i = 0; i < args.length; i++) program[at++] = args[i]!
    }
  }
  starts[task - first] = at
  if (task === first) throw new Error(`a task of ${tasks[first]!.length} kernel calls does not fit the pool's program`)
  return task
}

/** Draws tasks and runs them until none is left. */
export function drawTasks({ control, programs }: PoolMemory, kernels: readonly Kernel[], thread: number): void {
  for (;;) {
    const drawn = Atomics.add(control, NEXT, 1)
    // Read after the draw: what was drawn from this job comes with this job's end and program.
    const end = Atomics.load(control, END)
    if (drawn >= end || drawn >> TASK_BITS !== end >> TASK_BITS) return
    const task = drawn & TASK_MASK
    const count = end & TASK_MASK
    const { words: program, starts } = programs[Atomics.load(control, PROGRAM)]!
    const scratch = program[0]! + thread * program[1]!
    const last = starts[task + 1]!
    for (let at = starts[task]!; at < last; ) {
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
    if (Atomics.add(control, DONE, 1) + 1 === count) Atomics.notify(control, DONE)
  }
}

/** Tells the main thread why this one cannot go on. The first to fail is heard: what others say then only follows from it. */
export function reportFailure({ control, failure }: PoolMemory, message: string): void {
  if (Atomics.compareExchange(control, FAILED, 0, BEING_WRITTEN) !== 0) return
  const text = new Uint8Array(failure.length)
  const { written } = new TextEncoder().encodeInto(message, text)
  failure.set(text)
  Atomics.store(control, FAILED, Math.max(1, written))
  Atomics.notify(control, DONE)
}

export function failureMessage({ control, failure }: PoolMemory): string | undefined {
  const length = Atomics.load(control, FAILED)
  return length > 0 ? new TextDecoder().decode(failure.slice(0, length)) : undefined
}
