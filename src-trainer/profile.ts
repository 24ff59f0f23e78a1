import { writeFile } from 'node:fs/promises'

/** What a training's main thread does between one step and the next, and what its device does meanwhile. */
export const spanNames = ['prepare', 'upload', 'step', 'read-back', 'validation', 'checkpoint', 'record'] as const
export type SpanName = (typeof spanNames)[number]

/** Measures where a training's time goes. */
export interface Profile {
  /** Times work on the main thread; a promise until it settles. */
  span<T>(name: SpanName, work: () => T): T
  /** Times a step on a device that works by itself: from when it was given to it, or had ended the one before, until `done`. */
  device(step: number, done: Promise<void>): void
  /** Writes what was measured. */
  write(): Promise<void>
}

/** Measures nothing. */
export const noProfile: Profile = { span: (_, work) => work(), device() {}, async write() {} }

/** More events than this are not kept: about 10 MB, and more than a viewer shows well. */
const mostEvents = 100_000
const threads = { main: 1, device: 2 } as const

/** One complete event of the Trace Event Format (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU), in µs. */
interface TraceEvent {
  readonly name: string
  readonly ph: 'X'
  readonly ts: number
  readonly dur: number
  readonly pid: 1
  readonly tid: number
  readonly args?: { readonly step: number }
}

/**
 * A profile as a Chrome trace file, for chrome://tracing or https://ui.perfetto.dev: the main thread on one line, the device on another.
 *
 * @param file absolute path, written when the training ends
 */
export function createProfile(file: string, now: () => number = () => performance.now()): Profile {
  const events: TraceEvent[] = []
  let deviceFree = 0

  function add(name: string, from: number, to: number, tid: number, step?: number): void {
    if (events.length >= mostEvents) return
    const times = { ts: Math.round(from * 1000), dur: Math.round((to - from) * 1000) }
    events.push({ name, ph: 'X', ...times, pid: 1, tid, ...(step !== undefined && { args: { step } }) })
  }

  return {
    span(name, work) {
      const from = now()
      const ended = () => add(name, from, now(), threads.main)
      const result = work()
      if (result instanceof Promise) void result.then(ended, ended)
      else ended()
      return result
    },
    device(step, done) {
      const given = now()
      const ended = () => {
        const from = Math.max(given, deviceFree)
        deviceFree = now()
        add('device', from, deviceFree, threads.device, step)
      }
      done.then(ended, () => {})
    },
    async write() {
      const named = Object.entries(threads).map(([name, tid]) => ({ name: 'thread_name', ph: 'M', pid: 1, tid, args: { name } }))
      await writeFile(file, `${JSON.stringify({ traceEvents: [...named, ...events], displayTimeUnit: 'ms' })}\n`)
    },
  }
}
