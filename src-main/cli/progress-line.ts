import { timeLeft } from '../../src-shared/format/times.ts'
import { createStatusLine, type Output } from './status-line.ts'

export interface ProgressLine {
  /** @param share of the whole, in [0, 1]: from how long it took what is left is told */
  show(what: string, share: number): void
  clear(): void
}

/** How far something long is, for people. */
export function createProgressLine(output: Output, now: () => number = () => performance.now()): ProgressLine {
  const line = createStatusLine(output, now)
  let start = now()
  let last = 0
  const left = (share: number) => {
    const seconds = Math.ceil((((now() - start) / share) * (1 - share)) / 1000)
    return share < 0.05 || seconds === 0 ? '' : `, about ${timeLeft(seconds)}`
  }
  return {
    show(what, share) {
      // Something else has begun.
      if (share < last) start = now()
      last = share
      line.show(() => `${what}, ${Math.floor(100 * share)} %${left(share)}`)
    },
    clear: line.clear,
  }
}
