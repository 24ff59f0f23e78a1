import { useEventListener } from '@vueuse/core'

/** Where a key is a letter, or chooses: a box that is ticked takes none but Space. */
const takesKeys =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]'

/** Whether what has the focus is typed into. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(takesKeys) !== null
}

/** Single keys while nothing is being typed. Keys are `KeyboardEvent.key`. */
export function useShortcuts(shortcuts: Readonly<Record<string, () => void>>): void {
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
    if (document.querySelector('[role="dialog"]') && event.key !== '?' && event.key !== 'h') return
    const action = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined
    if (!action) return
    event.preventDefault()
    action()
  })
}
