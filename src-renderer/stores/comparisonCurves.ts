import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ComparedSeries } from '../../src-shared/contract/comparison-calls.ts'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { headlineMask, validationPsnr } from '../../src-shared/runs.ts'
import { toX } from '../charts/lines.ts'
import type { RunGroup } from '../charts/seedGroups.ts'
import { connection } from '../rpc/client.ts'
import { useComparison } from './comparison.ts'
import { usePreferences } from './preferences.ts'
import { createRefresher } from './refresher.ts'

const refreshEvery = 200
/** Beyond so many lines the raw ones behind them would hide more than they show. */
export const mostRawLines = 6

/** One line as it came, and the runs it is of. */
export interface ComparedLine {
  readonly group: RunGroup
  readonly series: ComparedSeries
}

/** Where x = 0 is in relative time, in UTC milliseconds. */
export const originOf = ({ runs: [first] }: RunGroup) => first?.startedAt ?? first?.createdAt ?? 0

/** The compared runs' curves of one series, as the server smooths and decimates them. */
function defineComparedCurves(id: string, firstName: string, smoothed: boolean) {
  return defineStore(id, () => {
    const comparison = useComparison()
    const preferences = usePreferences()
    /** The series. */
    const name = ref(firstName)
    const lines = shallowRef<readonly ComparedLine[]>([])
    /** The lines in full, by which steps and times are translated when only a part is shown. */
    const whole = shallowRef<readonly ComparedLine[]>([])
    const loaded = ref(false)
    const problem = ref<string>()
    const buckets = ref(200)
    /** Limits of x in the axis' unit; none: everything. */
    const range = shallowRef<readonly [number, number]>()

    /** The steps that any line shows within the range, and half as much on both sides, for panning. */
    const steps = computed(() => {
      if (!range.value) return undefined
      const [from, to] = range.value
      const margin = (to - from) / 2
      if (preferences.xAxis === 'step') return { fromStep: from - margin, toStep: to + margin }
      const shown = whole.value.flatMap(({ group, series }) => {
        const x = (i: number) => toX(preferences.xAxis, series.smoothedSteps[i]!, series.smoothedTimes[i]!, originOf(group))
        return [...series.smoothedSteps].filter((_, i) => x(i) >= from - margin && x(i) <= to + margin)
      })
      return shown.length === 0 ? undefined : { fromStep: Math.min(...shown), toStep: Math.max(...shown) }
    })

    const refresher = createRefresher(async () => {
      const { groups, active } = comparison
      if (!active) return
      const part = steps.value
      if (groups.length === 0) {
        lines.value = []
        return
      }
      try {
        const answer = await connection.call('compare.curves', {
          name: name.value,
          groups: groups.map(({ runs }) => runs.map(({ id: run }) => run)),
          smoothing: smoothed ? preferences.smoothing : 0,
          buckets: buckets.value,
          logX: preferences.logX,
          raw: groups.length <= mostRawLines,
          ...part,
        })
        lines.value = answer.map((series, i) => ({ group: groups[i]!, series }))
        if (!part) whole.value = lines.value
        loaded.value = true
        problem.value = undefined
      } catch (error) {
        const lost = error instanceof WorkbenchError && error.code === 'closed'
        if (!lost) problem.value = messageOf(error)
      }
    }, refreshEvery)

    watch(
      [() => preferences.xAxis, name],
      () => {
        range.value = undefined
      },
      { flush: 'sync' },
    )
    watch(
      [
        () => comparison.active,
        name,
        buckets,
        steps,
        () => smoothed && preferences.smoothing,
        () => preferences.logX,
        () => comparison.groups.map(({ runs }) => runs.map(({ id: run, step }) => `${run} ${step}`).join()).join(';'),
      ],
      () => refresher.request(),
      { immediate: true },
    )

    return { name, lines, loaded, problem, buckets, range }
  })
}

export const useComparedLoss = defineComparedCurves('comparedLoss', 'loss', true)
/** As measured: see `runCurves.ts`. */
export const useComparedPsnr = defineComparedCurves('comparedPsnr', validationPsnr(headlineMask), false)
