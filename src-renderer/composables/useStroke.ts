import { type Ref, ref, shallowRef } from 'vue'
import { brushPlace, drawLine, drawRectangle, type Mark, type Place } from '../inpainting/strokes.ts'
import { useInpaintMask } from '../stores/inpaintMask.ts'

/** A stroke of the chosen tool, from where it begins to where it ends: points are in picture pixels, by pointer or by keys. */
export function useStroke() {
  const store = useInpaintMask()
  /** Under way: the mark it makes, where it began, where it is. */
  const stroke = shallowRef<{ mark: Mark; from: Place; at: Place; base: Uint8Array }>()
  /** Where the pointer or the keys are. */
  const point: Ref<{ u: number; v: number } | undefined> = ref()

  const placeOf = (u: number, v: number): Place =>
    store.tool === 'brush' ? brushPlace(u, v, store.brush) : { x: Math.floor(u), y: Math.floor(v) }

  function begin(u: number, v: number, mark: Mark) {
    if (!store.mask) return
    const at = placeOf(u, v)
    stroke.value = { mark, from: at, at, base: store.mask }
    move(u, v)
  }
  function move(u: number, v: number) {
    const current = stroke.value
    const { size } = store
    if (!current || !size) return
    const at = placeOf(u, v)
    const { mark, from, base } = current
    store.draft =
      store.tool === 'brush'
        ? drawLine(store.draft ?? base, size, current.at, at, store.brush, mark)
        : drawRectangle(base, size, from, at, mark)
    stroke.value = { ...current, at }
  }
  function end() {
    if (stroke.value && store.draft) store.set(store.draft)
    stroke.value = undefined
  }
  /** As if it had not begun. */
  function drop() {
    store.draft = undefined
    stroke.value = undefined
  }

  return { stroke, point, placeOf, begin, move, end, drop }
}
