import { useEventListener, useResizeObserver } from '@vueuse/core'
import { computed, type Ref, ref, watch } from 'vue'
import { whenIdle } from './whenIdle.ts'

/** Below so many rows all of them are there: nothing is gained by leaving any out. */
const fewRows = 80
/** Rows rendered beyond what is in sight, above and below. */
const spare = 12

/**
 * Which of many rows of one height to render: those in sight of the element that scrolls, and some around them.
 *
 * @param body what holds the rows
 * @param count how many there are
 * @param rowHeight px
 */
export function useRowWindow(body: Readonly<Ref<HTMLElement | null>>, count: () => number, rowHeight: number) {
  const scroller = ref<HTMLElement | null>(null)
  /** Whether the first picture is drawn: a person waits for what is in sight, the other rows come after it. */
  const pictured = ref(false)
  const first = ref(0)
  const inSight = ref(Math.ceil(window.innerHeight / rowHeight))

  function measure() {
    if (!pictured.value || !body.value || !scroller.value || count() <= fewRows) return
    const above = scroller.value.getBoundingClientRect().top - body.value.getBoundingClientRect().top
    // By whole strides, so that a small move renders nothing.
    first.value = Math.max(0, Math.floor(above / rowHeight / spare) * spare - spare)
    inSight.value = Math.ceil(scroller.value.clientHeight / rowHeight) + 3 * spare
  }
  watch(body, (element) => {
    scroller.value = element?.closest<HTMLElement>('main') ?? null
    whenIdle(() => {
      pictured.value = true
      measure()
    })
  })
  watch(count, measure, { flush: 'post' })
  useEventListener(scroller, 'scroll', measure, { passive: true })
  useResizeObserver(scroller, measure)

  const range = computed(() => {
    const all = count()
    if (!pictured.value) return { from: 0, to: Math.min(all, inSight.value) }
    if (all <= fewRows) return { from: 0, to: all }
    const from = Math.min(first.value, Math.max(0, all - inSight.value))
    return { from, to: Math.min(all, from + inSight.value) }
  })
  /** px that stand for the rows left out. */
  const before = computed(() => range.value.from * rowHeight)
  const after = computed(() => (count() - range.value.to) * rowHeight)

  /** Brings a row into sight, so that it is rendered. */
  function reveal(index: number) {
    if (!body.value || !scroller.value) return
    const top = body.value.getBoundingClientRect().top - scroller.value.getBoundingClientRect().top + index * rowHeight
    const bottom = top + rowHeight - scroller.value.clientHeight
    if (top < rowHeight) scroller.value.scrollTop += top - rowHeight
    else if (bottom > 0) scroller.value.scrollTop += bottom
    measure()
  }

  return { range, before, after, reveal }
}
