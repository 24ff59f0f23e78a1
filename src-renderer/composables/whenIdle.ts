/** Calls back when the page is drawn and nothing else is to be done: for what a person does not wait for. */
export function whenIdle(callback: () => void): void {
  // Safari has no such callback yet.
  if ('requestIdleCallback' in window) window.requestIdleCallback(callback, { timeout: 1000 })
  else setTimeout(callback, 100)
}
