/** Where it goes; on a terminal one line is rewritten. */
interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

/** So often at most, in milliseconds: rewritten, and where every line stays. */
const rewriteEveryMs = 100
const lineEveryMs = 5_000

export interface ProgressLine {
  /** @param share of the whole, in [0, 1]: from how long it took what is left is told */
  show(what: string, share: number): void
  clear(): void
}

/** How far something long is, for people. */
export function createProgressLine(output: Output, now: () => number): ProgressLine {
  let start = now()
  let last = 0
  let told = Number.NEGATIVE_INFINITY
  let pending = false
  const left = (share: number) => {
    const seconds = Math.ceil((((now() - start) / share) * (1 - share)) / 1000)
    if (share < 0.05 || seconds === 0) return ''
    return seconds < 90 ? `, about ${seconds} s left` : `, about ${Math.round(seconds / 60)} min left`
  }
  return {
    show(what, share) {
      // Something else has begun.
      if (share < last) start = now()
      last = share
      if (now() - told < (output.isTTY ? rewriteEveryMs : lineEveryMs)) return
      told = now()
      const text = `${what}, ${Math.floor(100 * share)} %${left(share)}`
      output.write(output.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
      pending = output.isTTY === true
    },
    clear() {
      if (pending) output.write('\r\x1b[K')
      pending = false
    },
  }
}
