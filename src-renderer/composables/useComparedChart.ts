import { storeToRefs } from 'pinia'
import { computed } from 'vue'
import { briefAmong } from '../../src-shared/format/run-names.ts'
import { type ChartLine, shapeLine, toX } from '../charts/lines.ts'
import { groupLabel } from '../charts/seedGroups.ts'
import { useComparison } from '../stores/comparison.ts'
import { type ComparedLine, originOf, type useComparedLoss } from '../stores/comparisonCurves.ts'
import { type ScaleKind, usePreferences } from '../stores/preferences.ts'

/** Characters of a label. */
const longestLabel = 30

/** What a chart of the compared runs needs, from the store that holds their curves. */
export function useComparedChart(curves: ReturnType<typeof useComparedLoss>, yScale: () => ScaleKind) {
  const { xAxis, logX } = storeToRefs(usePreferences())
  const comparison = useComparison()

  const names = computed(() => comparison.groups.map(groupLabel))

  function shape({ group, series }: ComparedLine): ChartLine {
    const origin = originOf(group)
    const style = {
      label: briefAmong(groupLabel(group), names.value, longestLabel),
      ...comparison.lookOf(group.key),
    }
    const line = shapeLine(series, style, { x: xAxis.value, logX: logX.value, yScale: yScale(), origin })
    const { band } = series
    return {
      ...line,
      name: group.key,
      ...(band && { band: line.smoothed.map(({ x }, i) => ({ x, low: band.low[i]!, high: band.high[i]! })) }),
    }
  }
  const lines = computed(() => curves.lines.filter(({ series }) => series.count > 0).map(shape))

  const xRange = computed<readonly [number, number] | undefined>(() => {
    if (curves.range) return curves.range
    const ends = curves.lines.flatMap(({ group, series }) => {
      const last = series.smoothedSteps.length - 1
      return last < 0 ? [] : toX(xAxis.value, series.smoothedSteps[last]!, series.smoothedTimes[last]!, originOf(group))
    })
    return xAxis.value === 'wall' || ends.length === 0 ? undefined : [0, Math.max(...ends)]
  })

  function setRange(from: number, to: number) {
    const least = xAxis.value === 'step' ? 2 : 0.1
    if (to - from >= least) curves.range = xAxis.value === 'wall' || from >= 0 ? [from, to] : [0, to - from]
  }

  function setWidth(pixels: number) {
    if (pixels > 0) curves.width = pixels
  }

  function reset() {
    curves.range = undefined
  }

  return { xAxis, lines, xRange, setRange, setWidth, reset }
}
