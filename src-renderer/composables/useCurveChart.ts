import { storeToRefs } from 'pinia'
import { computed } from 'vue'
import { type ChartLine, interpolate, type LineStyle, shapeLine, toX } from '../charts/lines.ts'
import { type ScaleKind, usePreferences } from '../stores/preferences.ts'
import type { useLossCurves } from '../stores/runCurves.ts'
import { useRunDetail } from '../stores/runDetail.ts'

/** What a chart of the open run's curves needs, from the store that holds them. */
export function useCurveChart(
  curves: ReturnType<typeof useLossCurves>,
  options: { yScale: () => ScaleKind; style: (name: string, index: number) => LineStyle },
) {
  const { xAxis, logX } = storeToRefs(usePreferences())
  const open = useRunDetail()
  const origin = computed(() => open.run?.startedAt ?? open.run?.createdAt ?? 0)
  const lines = computed<ChartLine[]>(() =>
    curves.series.map((series, i) =>
      shapeLine(series, options.style(series.name, i), {
        x: xAxis.value,
        logX: logX.value,
        yScale: options.yScale(),
        origin: origin.value,
      }),
    ),
  )
  /** The longest series: what steps and times are translated by. */
  const clock = computed(() => [...curves.series].sort((a, b) => b.steps.length - a.steps.length)[0])

  /** From step 0 on, whatever step the first validation was at. */
  const wholeRun = computed<readonly [number, number] | undefined>(() => {
    const last = clock.value?.steps.at(-1)
    return xAxis.value === 'step' && last ? [0, last] : undefined
  })
  const xRange = computed<readonly [number, number] | undefined>(() => {
    const range = curves.range
    const series = clock.value
    if (!range) return wholeRun.value
    if (!series) return undefined
    const at = (step: number) => toX(xAxis.value, step, interpolate(series.steps, series.times, step), origin.value)
    return [at(range.from), at(range.to)]
  })

  function setRange(from: number, to: number) {
    const series = clock.value
    if (!series) return
    const stepAt = (x: number) => {
      if (xAxis.value === 'step') return x
      return interpolate(series.times, series.steps, xAxis.value === 'relative' ? x * 1000 + origin.value : x * 1000)
    }
    // Moved past the beginning it stops there, as wide as it was.
    const past = Math.max(0, -stepAt(from))
    const range = { from: stepAt(from) + past, to: stepAt(to) + past }
    if (range.from === 0 && range.to >= (open.run?.step ?? 0)) curves.range = undefined
    else if (range.to - range.from >= 2) curves.range = range
  }

  function setWidth(pixels: number) {
    // A bucket keeps several points: one for every two pixels is as fine as can be seen.
    if (pixels > 0) curves.buckets = Math.min(1000, Math.max(50, Math.round(pixels / 3 / 50) * 50))
  }

  function reset() {
    curves.range = undefined
  }

  return { xAxis, lines, xRange, setRange, setWidth, reset }
}
