/** Another process's changes are looked for this often, in milliseconds. */
const pollMs = 250
/** Our own are told no more often than this. */
const minimumGapMs = 100

/**
 * Runs `look` now, whenever `nudge` is called (at most ten times a second) and every quarter of a second besides, so that what other
 * programs write to the same database is followed too. One look at a time.
 */
export interface ChangeFeed {
  nudge(): void
  stop(): void
}

export function createChangeFeed(look: () => Promise<void>, onDefect: (error: unknown) => void): ChangeFeed {
  let stopped = false
  let looking = false
  let again = false
  let lastLook = 0
  let timer: NodeJS.Timeout | undefined

  function schedule(delay: number): void {
    clearTimeout(timer)
    timer = setTimeout(run, delay)
  }

  async function run(): Promise<void> {
    if (stopped) return
    looking = true
    again = false
    lastLook = performance.now()
    await look().catch(onDefect)
    looking = false
    if (!stopped) schedule(again ? minimumGapMs : pollMs)
  }
  void run()

  return {
    nudge() {
      if (stopped) return
      if (looking) again = true
      else schedule(Math.max(0, minimumGapMs - (performance.now() - lastLook)))
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
