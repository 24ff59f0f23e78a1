export interface Latest<Input> {
  /** Asks for an answer; what was asked before is superseded. */
  request(input: Input): void
  /** Gives up whatever is asked. */
  cancel(): void
}

/** Milliseconds that a superseded request may still take before it is told to stop. */
const usualPatience = 120

/**
 * Answers the newest of many requests, one under way at a time. While a stroke asks for a picture every few milliseconds, the one under
 * way is let end, since its answer is nearly there and shows the stroke growing; one that takes longer is aborted, and the newest follows.
 */
export function createLatest<Input, Output>(
  call: (input: Input, signal: AbortSignal) => Promise<Output>,
  hear: { answer(output: Output, input: Input): void; failure(error: unknown, input: Input): void },
  patience = usualPatience,
): Latest<Input> {
  let waiting: { input: Input } | undefined
  let underway: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(input: Input) {
    const controller = new AbortController()
    underway = controller
    try {
      const output = await call(input, controller.signal)
      if (underway === controller) hear.answer(output, input)
    } catch (error) {
      if (underway === controller && !controller.signal.aborted) hear.failure(error, input)
    }
    if (underway !== controller) return
    clearTimeout(timer)
    timer = undefined
    underway = undefined
    const next = waiting
    waiting = undefined
    if (next) void run(next.input)
  }

  return {
    request(input) {
      if (!underway) {
        void run(input)
        return
      }
      waiting = { input }
      const controller = underway
      timer ??= setTimeout(() => controller.abort(), patience)
    },
    cancel() {
      clearTimeout(timer)
      timer = undefined
      waiting = undefined
      underway?.abort()
      underway = undefined
    },
  }
}
