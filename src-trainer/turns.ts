/**
 * Whose turn it is: TensorFlow.js' engine is global, so one piece of work runs at a time. Live requests, which a person waits for, go
 * before long ones, which lay the turn down between their chunks.
 */
export class Turns {
  #busy = false
  readonly #live: (() => void)[] = []
  readonly #long: (() => void)[] = []

  /** Work of a moment. Not begun when the caller has gone by then. */
  live<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#take(this.#live, signal, work)
  }

  /**
   * Work of seconds or minutes, which calls `pause` between its chunks: messages are heard, live requests are answered, and the work
   * ends there when its caller has gone.
   */
  long<T>(signal: AbortSignal, work: (pause: () => Promise<void>) => Promise<T>): Promise<T> {
    const pause = async () => {
      this.#lay()
      await new Promise((resolve) => setImmediate(resolve))
      await this.#wait(this.#long, true)
      signal.throwIfAborted()
    }
    return this.#take(this.#long, signal, () => work(pause))
  }

  async #take<T>(queue: (() => void)[], signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#wait(queue)
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      this.#lay()
    }
  }

  /** @param first ahead of others that wait in the same queue: who was at work goes on */
  async #wait(queue: (() => void)[], first = false): Promise<void> {
    if (!this.#busy) {
      this.#busy = true
      return
    }
    await new Promise<void>((resolve) => (first ? queue.unshift(resolve) : queue.push(resolve)))
  }

  /** Hands the turn on: it stays taken when somebody waits. */
  #lay(): void {
    const next = this.#live.shift() ?? this.#long.shift()
    if (next) next()
    else this.#busy = false
  }
}
