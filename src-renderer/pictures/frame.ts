/** Calls back when the frame that shows what has just been changed has been made. */
export function afterFrame(callback: () => void): void {
  requestAnimationFrame(() => setTimeout(callback))
}
