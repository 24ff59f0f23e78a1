import type { App } from 'electron'

/** The core gives a training 20 s for its last checkpoint; a little more for the rest. */
const closingLimitMs = 25_000

/**
 * Holds the program's end back until the workbench is closed, its trainings paused, but never longer than a limit: what is not
 * paused by then counts as crashed and can be resumed.
 *
 * @param close ends what is open; called once
 */
export function closeBeforeQuit(app: Pick<App, 'on' | 'exit'>, close: () => Promise<void>, limitMs = closingLimitMs): void {
  let closing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    const timer = setTimeout(() => {
      console.error(`trainings did not end within ${limitMs / 1000} s: resume them at the next start`)
      app.exit(1)
    }, limitMs)
    close()
      .then(
        () => 0,
        (error: unknown) => {
          console.error(error)
          return 1
        },
      )
      .then((status) => {
        clearTimeout(timer)
        app.exit(status)
      })
  })
}
