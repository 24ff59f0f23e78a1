import { useEventListener } from '@vueuse/core'
import { type Ref, shallowRef } from 'vue'
import type { LineChartHandle } from '../charts/lineChart.ts'
import { partOf } from '../charts/ranges.ts'

const leastDrag = 6
/** Shares of the range shown that a key shows next. */
const keyParts: Readonly<Record<string, readonly [number, number]>> = {
  '+': [0.25, 0.75],
  '=': [0.25, 0.75],
  '-': [-0.5, 1.5],
  ArrowLeft: [-0.25, 0.75],
  ArrowRight: [0.25, 1.25],
}

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
  /** Whether the chart is being moved by hand. */
  const moving = shallowRef(false)
  let drag: { startX: number; moving: boolean; min: number; max: number } | undefined

  const isLog = () => handle()!.chart.scales.x!.type === 'logarithmic'
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
      const shift = (drag.startX - at.x) / (chartArea.right - chartArea.left)
      if (moving.value || Math.abs(drag.startX - at.x) >= leastDrag) {
        moving.value = true
        on.range(...partOf([drag.min, drag.max], shift, 1 + shift, isLog()))
      }
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
    moving.value = false
  })
  useEventListener(canvas, 'pointerleave', () => {
    pointer.value = undefined
  })
  useEventListener(canvas, 'dblclick', on.reset)
  useEventListener(canvas, 'keydown', (event: KeyboardEvent) => {
    if (!handle() || event.ctrlKey || event.metaKey || event.altKey) return
    const { min, max } = handle()!.chart.scales.x!
    const part = keyParts[event.key]
    if (!part && event.key !== 'Home') return
    event.preventDefault()
    if (part) on.range(...partOf([min, max], ...part, isLog()))
    else on.reset()
  })

  return { marked, pointer, moving }
}
