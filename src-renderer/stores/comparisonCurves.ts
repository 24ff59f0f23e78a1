import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ComparedSeries } from '../../src-shared/contract/comparison-calls.ts'
import { isClosed, messageOf } from '../../src-shared/errors.ts'
import { activeStates, headlineMask, validationPsnr } from '../../src-shared/runs.ts'
import { toX } from '../charts/lines.ts'
import type { RunGroup } from '../charts/seedGroups.ts'
import { connection } from '../rpc/client.ts'
import { useComparison } from './comparison.ts'
import { usePreferences } from './preferences.ts'
import { createRefresher } from './refresher.ts'
import { useRuns } from './runs.ts'
import { useWorkbench } from './workbench.ts'

const refreshEvery = 200
/** Beyond so many lines the raw ones behind them would hide more than they show. */
const mostRawLines = 6
/** px of a chart's width, until it says: two stand side by side in a usual window. */
const usualWidth = 560

/** One line as it came, and the runs it is of. */
export interface ComparedLine {
  readonly group: RunGroup
  readonly series: ComparedSeries
}

/** Where x = 0 is in relative time, in UTC milliseconds. */
export const originOf = ({ runs: [first] }: RunGroup) => first?.startedAt ?? first?.createdAt ?? 0

type Answer = ReadonlyMap<string, ComparedSeries>
const keyOf = (runs: readonly string[]) => runs.join()

/** The compared runs' curves of one series, as the server smooths and decimates them. */
function defineComparedCurves(id: string, firstName: string, smoothed: boolean) {
  return defineStore(id, () => {
    const comparison = useComparison()
    const runs = useRuns()
    const preferences = usePreferences()
    const workbench = useWorkbench()
    /** The series. */
    const name = ref(firstName)
    const answer = shallowRef<Answer>(new Map())
    /** The lines in full, by which steps and times are translated when only a part is shown. */
    const whole = shallowRef<Answer>(new Map())
    const loaded = ref(false)
    const problem = ref<string>()
    /** px of the chart. */
    const width = ref(usualWidth)
    /** Limits of x in the axis' unit; none: everything. */
    const range = shallowRef<readonly [number, number]>()

    const linesOf = (series: Answer): ComparedLine[] =>
      comparison.groups.flatMap((group) => {
        const found = series.get(keyOf(group.runs.map(({ id: run }) => run)))
        return found ? [{ group, series: found }] : []
      })
    const lines = computed<readonly ComparedLine[]>(() => linesOf(answer.value))

    /** The steps that any line shows within the range, and half as much on both sides, for panning. */
    const steps = computed(() => {
      if (!range.value) return undefined
      const [from, to] = range.value
      const margin = (to - from) / 2
      if (preferences.xAxis === 'step') return { fromStep: from - margin, toStep: to + margin }
      const shown = linesOf(whole.value).flatMap(({ group, series }) => {
        const x = (i: number) => toX(preferences.xAxis, series.smoothedSteps[i]!, series.smoothedTimes[i]!, originOf(group))
        return [...series.smoothedSteps].filter((_, i) => x(i) >= from - margin && x(i) <= to + margin)
      })
      return shown.length === 0 ? undefined : { fromStep: Math.min(...shown), toStep: Math.max(...shown) }
    })
    const buckets = computed(() => {
      // Up to five points a bucket: finer than can be seen, and less the more lines there are.
      const wanted = width.value / (comparison.lines.length > mostRawLines ? 6 : 3)
      return Math.min(1000, Math.max(50, Math.round(wanted / 50) * 50))
    })
    const question = computed(() => ({
      name: name.value,
      groups: comparison.lines,
      smoothing: smoothed ? preferences.smoothing : 0,
      buckets: buckets.value,
      logX: preferences.logX,
      raw: comparison.lines.length <= mostRawLines,
      ...steps.value,
    }))
    /** How far each run is that still trains: the others' curves stay as they are. */
    const reached = () =>
      comparison.lines.flat().map((run) => {
        const known = runs.byId.get(run)
        return known && activeStates.includes(known.state) ? known.step : null
      })
    /** What the answer would depend on. */
    const wanted = computed(() => JSON.stringify([question.value, reached()]))
    let answered: string | undefined

    const refresher = createRefresher(async () => {
      const asked = wanted.value
      if (!comparison.active || asked === answered) return
      const { groups } = question.value
      const part = steps.value !== undefined
      try {
        const series = groups.length === 0 ? [] : await connection.call('compare.curves', question.value)
        answer.value = new Map(series.map((one, i) => [keyOf(groups[i]!), one]))
        if (!part) whole.value = answer.value
        answered = asked
        loaded.value = groups.length > 0
        problem.value = undefined
      } catch (error) {
        if (!isClosed(error)) problem.value = messageOf(error)
      }
    }, refreshEvery)

    watch(
      [() => preferences.xAxis, name],
      () => {
        range.value = undefined
      },
      { flush: 'sync' },
    )
    watch([() => comparison.active, wanted, () => workbench.connections], () => refresher.request(), { immediate: true })

    /** Asks for what is wanted now, if that is not there: as its view opens, before anything is drawn. */
    const ask = refresher.request

    return { name, lines, loaded, problem, width, range, ask }
  })
}

export const useComparedLoss = defineComparedCurves('comparedLoss', 'loss', true)
/** As measured: see `runCurves.ts`. */
export const useComparedPsnr = defineComparedCurves('comparedPsnr', validationPsnr(headlineMask), false)
