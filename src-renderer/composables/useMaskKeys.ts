import { type ComputedRef, type Ref, ref, type ShallowRef } from 'vue'
import type { Mark, Place } from '../inpainting/strokes.ts'
import { bringIntoView, type Viewport } from '../inpainting/viewport.ts'
import { useInpaintMask } from '../stores/inpaintMask.ts'

interface MaskKeys {
  readonly size: ComputedRef<number>
  readonly side: ComputedRef<number>
  readonly view: ShallowRef<Viewport>
  readonly spaceHeld: Ref<boolean>
  readonly point: Ref<{ u: number; v: number } | undefined>
  readonly stroke: ShallowRef<{ from: Place } | undefined>
  begin(u: number, v: number, mark: Mark): void
  move(u: number, v: number): void
  end(): void
  drop(): void
  zoomBy(by: 1 | -1): void
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * Drawing on the mask by keys, while the canvas has the focus: arrows move, Enter or a tap on Space draws there, Shift with arrows draws a
 * stroke. A rectangle's first Enter sets one corner, the second the other.
 */
export function useMaskKeys(keys: MaskKeys) {
  const store = useInpaintMask()
  const cursor = ref<Place>()
  /** For a screen reader. */
  const said = ref('')
  let spaceDragged = false

  const at = () => ({ u: cursor.value!.x + 0.5, v: cursor.value!.y + 0.5 })
  function say() {
    const { x, y } = cursor.value!
    const missing = store.mask?.[y * keys.size.value + x] === 0
    said.value = `column ${x + 1}, row ${y + 1}, ${missing ? 'missing' : 'known'}`
  }
  function appear() {
    if (cursor.value) return
    const from = keys.point.value
    const inside = (value: number) => Math.min(keys.size.value - 1, Math.max(0, Math.floor(value)))
    cursor.value = from ? { x: inside(from.u), y: inside(from.v) } : { x: keys.size.value >> 1, y: keys.size.value >> 1 }
    keys.point.value = at()
  }

  function step(event: KeyboardEvent, [dx, dy]: readonly [number, number]) {
    appear()
    const drawing = event.shiftKey && store.tool === 'brush'
    if (drawing && !keys.stroke.value) keys.begin(at().u, at().v, store.mark)
    const within = (value: number) => Math.min(keys.size.value - 1, Math.max(0, value))
    cursor.value = { x: within(cursor.value!.x + dx), y: within(cursor.value!.y + dy) }
    keys.point.value = at()
    keys.view.value = bringIntoView(keys.view.value, keys.size.value, keys.side.value, cursor.value)
    if (keys.stroke.value) keys.move(at().u, at().v)
    say()
  }
  function act() {
    appear()
    if (store.tool === 'rectangle' && !keys.stroke.value) keys.begin(at().u, at().v, store.mark)
    else {
      if (!keys.stroke.value) keys.begin(at().u, at().v, store.mark)
      keys.end()
    }
    say()
  }

  function keydown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const direction = steps[event.key]
    if (direction) step(event, direction)
    else if (event.key === 'Enter') act()
    else if (event.key === ' ') keys.spaceHeld.value = true
    else if (event.key === '+' || event.key === '=') keys.zoomBy(1)
    else if (event.key === '-') keys.zoomBy(-1)
    else if (event.key === 'Escape' && keys.stroke.value) {
      keys.drop()
      event.stopPropagation()
    } else return
    event.preventDefault()
  }
  function keyup(event: KeyboardEvent) {
    if (event.key === 'Shift' && store.tool === 'brush') keys.end()
    if (event.key !== ' ') return
    if (keys.spaceHeld.value && !spaceDragged) act()
    keys.spaceHeld.value = false
    spaceDragged = false
  }

  return {
    said,
    keydown,
    keyup,
    /** Space was held to drag with: it draws nothing when it is let go. */
    spaceUsed: () => {
      spaceDragged = true
    },
    steering: () => cursor.value !== undefined,
    /** The pointer has taken over: the next key goes on from there. */
    forget: () => {
      cursor.value = undefined
    },
    blur: () => {
      keys.spaceHeld.value = false
      if (cursor.value) keys.point.value = undefined
      cursor.value = undefined
    },
  }
}
