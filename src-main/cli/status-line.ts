/** Where it goes; on a terminal one line is rewritten. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

/** So often at most, in milliseconds: rewritten, and where every line stays. */
const rewriteEveryMs = 100
const lineEveryMs = 5_000

/** A line about something that is going on: rewritten on a terminal, elsewhere a new one now and then. */
export interface StatusLine {
  /** @param text made only when it is written */
  show(text: () => string): void
  /** Takes the line off the terminal, before something else is written or at the end. */
  clear(): void
}

export function createStatusLine(output: Output, now: () => number = () => performance.now()): StatusLine {
  let told = Number.NEGATIVE_INFINITY
  let pending = false
  return {
    show(text) {
      if (now() - told < (output.isTTY ? rewriteEveryMs : lineEveryMs)) return
      told = now()
      output.write(output.isTTY ? `\r\x1b[K${text()}` : `${text()}\n`)
      pending = output.isTTY === true
    },
    clear() {
      if (pending) output.write('\r\x1b[K')
      pending = false
    },
  }
}
