import { useEventListener } from '@vueuse/core'
import { type Ref, shallowRef } from 'vue'
import type { LineChartHandle } from '../charts/lineChart.ts'

const leastDrag = 6

/**
 * Drag to zoom, shift-drag to move, double-click to show everything; x in the chart's unit. With the focus on the chart: + and − zoom,
 * the arrows move, Home shows everything.
 */
export function useChartGestures(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  handle: () => LineChartHandle | undefined,
  on: { range: (from: number, to: number) => void; reset: () => void },
) {
  /** The stretch being marked, in CSS pixels of the canvas. */
  const marked = shallowRef<{ left: number; width: number; top: number; height: number }>()
  /** Where the pointer is while nothing is dragged. */
  const pointer = shallowRef<{ x: number; y: number }>()
  let drag: { startX: number; moving: boolean; min: number; max: number } | undefined

  const valueAt = (pixel: number) => handle()!.chart.scales.x!.getValueForPixel(pixel)!
  function place(event: PointerEvent) {
    const box = canvas.value!.getBoundingClientRect()
    const { left, right } = handle()!.chart.chartArea
    return { x: Math.min(right, Math.max(left, event.clientX - box.left)), y: event.clientY - box.top }
  }

  useEventListener(canvas, 'pointerdown', (event: PointerEvent) => {
    if (event.button !== 0 || !handle()) return
    canvas.value!.setPointerCapture(event.pointerId)
    const { min, max } = handle()!.chart.scales.x!
    drag = { startX: place(event).x, moving: event.shiftKey, min, max }
  })
  useEventListener(canvas, 'pointermove', (event: PointerEvent) => {
    if (!handle()) return
    const at = place(event)
    pointer.value = drag ? undefined : at
    if (!drag) return
    const { chartArea } = handle()!.chart
    if (drag.moving) {
      const shift = ((drag.startX - at.x) / (chartArea.right - chartArea.left)) * (drag.max - drag.min)
      if (Math.abs(drag.startX - at.x) >= leastDrag) on.range(drag.min + shift, drag.max + shift)
      return
    }
    const left = Math.min(drag.startX, at.x)
    marked.value = { left, width: Math.abs(at.x - drag.startX), top: chartArea.top, height: chartArea.bottom - chartArea.top }
  })
  useEventListener(canvas, ['pointerup', 'pointercancel'], (event: PointerEvent) => {
    if (drag && !drag.moving && event.type === 'pointerup') {
      const end = place(event).x
      if (Math.abs(end - drag.startX) >= leastDrag) {
        on.range(valueAt(Math.min(end, drag.startX)), valueAt(Math.max(end, drag.startX)))
      }
    }
    drag = undefined
    marked.value = undefined
  })
  useEventListener(canvas, 'pointerleave', () => {
    pointer.value = undefined
  })
  useEventListener(canvas, 'dblclick', on.reset)
  useEventListener(canvas, 'keydown', (event: KeyboardEvent) => {
    if (!handle() || event.ctrlKey || event.metaKey || event.altKey) return
    const { min, max } = handle()!.chart.scales.x!
    const span = max - min
    const change = { '+': [1, -1], '=': [1, -1], '-': [-2, 2], ArrowLeft: [-1, -1], ArrowRight: [1, 1] }[event.key]
    if (!change && event.key !== 'Home') return
    event.preventDefault()
    if (change) on.range(min + (change[0]! * span) / 4, max + (change[1]! * span) / 4)
    else on.reset()
  })

  return { marked, pointer }
}
