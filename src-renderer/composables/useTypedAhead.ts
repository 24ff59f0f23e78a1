import { useEventListener } from '@vueuse/core'
import { type Ref, watch } from 'vue'

/** So long, in milliseconds, its code may take to come before the keys are the view's again. */
const patience = 5_000

/**
 * Keeps what is typed after a box to type in was opened and before it has the focus: its code may have to be fetched, and the letters
 * would go to the view's shortcuts.
 *
 * @returns called by the box when it gets the focus: what was typed until then, and whether Enter was pressed after it
 */
export function useTypedAhead(open: Ref<boolean>): () => { text: string; entered: boolean } {
  let typed = { text: '', entered: false }
  let until = 0
  watch(
    open,
    (now) => {
      typed = { text: '', entered: false }
      until = now ? performance.now() + patience : 0
    },
    { flush: 'sync' },
  )
  useEventListener(
    window,
    'keydown',
    (event: KeyboardEvent) => {
      if (performance.now() >= until || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') open.value = false
      else if (event.key === 'Enter') typed.entered = true
      else if (event.key === 'Backspace') typed.text = typed.text.slice(0, -1)
      else if (event.key.length === 1) typed.text += event.key
    },
    { capture: true },
  )
  return () => {
    until = 0
    const before = typed
    typed = { text: '', entered: false }
    return before
  }
}
