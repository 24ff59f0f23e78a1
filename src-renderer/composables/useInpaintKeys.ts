import { useEventListener } from '@vueuse/core'
import { type Ref, ref } from 'vue'
import { greatestBrush, leastBrush } from '../inpainting/strokes.ts'
import { useInpaintMask } from '../stores/inpaintMask.ts'
import { useInpaintPicture } from '../stores/inpaintPicture.ts'
import { useInpaintResults } from '../stores/inpaintResults.ts'
import { useSelection } from '../stores/selection.ts'
import { isTyping, useShortcuts } from './useShortcuts.ts'

export interface InpaintActions {
  copy(): void
  save(): void
  saveWhole(): void
  openPicture(): void
  openMask(): void
  resetView(): void
  addToFigure(): void
}

/**
 * The inpainting view's keys.
 *
 * @returns whether V is held, to see the original
 */
export function useInpaintKeys({ copy, save, saveWhole, openPicture, openMask, resetView, addToFigure }: InpaintActions): {
  holding: Ref<boolean>
} {
  const masks = useInpaintMask()
  const source = useInpaintPicture()
  const results = useInpaintResults()
  const selection = useSelection()
  const holding = ref(false)
  const widen = (by: number) => {
    masks.brush = Math.min(greatestBrush, Math.max(leastBrush, masks.brush + by))
  }
  const step = (by: number) => source.choose(selection.picture + by)

  useShortcuts({
    b: () => {
      masks.tool = 'brush'
    },
    r: () => {
      masks.tool = 'rectangle'
    },
    x: () => {
      masks.mark = masks.mark === 'paint' ? 'erase' : 'paint'
    },
    '[': () => widen(-1),
    ']': () => widen(1),
    i: masks.invert,
    g: masks.another,
    Backspace: masks.clear,
    ',': () => step(-1),
    '.': () => step(1),
    l: () => {
      results.live = !results.live
    },
    R: results.refresh,
    o: openPicture,
    m: openMask,
    c: copy,
    s: save,
    S: saveWhole,
    f: addToFigure,
    Escape: resetView,
  })
  const isElsewhere = (target: EventTarget | null) =>
    isTyping(target) || (target instanceof HTMLElement && target.closest('[role="dialog"]') !== null)
  // Before a message's own Undo, as long as there is a stroke to undo.
  useEventListener(
    window,
    'keydown',
    (event: KeyboardEvent) => {
      if (isElsewhere(event.target)) return
      const command = event.ctrlKey || event.metaKey
      if (!command && event.key.toLowerCase() === 'v') holding.value = true
      if (!command || event.key.toLowerCase() !== 'z' || !(event.shiftKey ? masks.canRedo : masks.canUndo)) return
      event.preventDefault()
      event.stopPropagation()
      if (event.shiftKey) masks.redo()
      else masks.undo()
    },
    { capture: true },
  )
  useEventListener(window, ['keyup', 'blur'], (event) => {
    if (event.type === 'blur' || (event as KeyboardEvent).key.toLowerCase() === 'v') holding.value = false
  })
  return { holding }
}
