import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { isClosed, messageOf } from '../../src-shared/errors.ts'
import { activeStates, type DrawnSeries } from '../../src-shared/runs.ts'
import { connection } from '../rpc/client.ts'
import { usePreferences } from './preferences.ts'
import { createRefresher } from './refresher.ts'
import { useRunDetail } from './runDetail.ts'

const refreshEvery = 333

/** Which steps a chart shows; none: all of them. */
export interface StepRange {
  readonly from: number
  readonly to: number
}

/** The open run's curves as the server smooths and decimates them, by chart. */
function defineCurves(
  name: string,
  /** Of the recorded series; undefined while it is not known which there are. */
  wanted: (recorded: readonly string[] | undefined, preferences: ReturnType<typeof usePreferences>) => string[],
  smoothing: (preferences: ReturnType<typeof usePreferences>) => number,
) {
  return defineStore(name, () => {
    const open = useRunDetail()
    const preferences = usePreferences()
    const series = shallowRef<readonly DrawnSeries[]>([])
    const loaded = ref(false)
    const problem = ref<string>()
    const buckets = ref(200)
    const range = shallowRef<StepRange>()

    const names = () => wanted(open.detail?.seriesNames, preferences)

    const refresher = createRefresher(async () => {
      const run = open.id
      const asked = names()
      if (run === undefined || asked.length === 0) {
        loaded.value = open.detail !== undefined
        return
      }
      const draw = {
        run,
        smoothing: smoothing(preferences),
        buckets: buckets.value,
        logX: preferences.logX,
        ...(range.value && { fromStep: range.value.from, toStep: range.value.to }),
      }
      // The first time one by one: of a long run, each is read from its beginning, and is drawn as soon as that is done.
      const parts = series.value.length === 0 ? asked.map((name) => [name]) : [asked]
      const answers: DrawnSeries[][] = []
      try {
        await Promise.all(
          parts.map(async (names, part) => {
            answers[part] = await connection.call('runs.series', { ...draw, names })
            if (open.id === run) series.value = answers.flat().filter(({ count }) => count > 0)
          }),
        )
        if (open.id !== run) return
        loaded.value = true
        problem.value = undefined
      } catch (error) {
        // The last curves stay; a lost connection has its own bar.
        if (open.id === run && !isClosed(error)) problem.value = messageOf(error)
      }
    }, refreshEvery)

    watch(
      () => open.id,
      () => {
        series.value = []
        loaded.value = false
        problem.value = undefined
        range.value = undefined
        refresher.request()
      },
    )
    watch(
      [
        () => names().join(),
        () => open.run?.step,
        () => open.run?.change,
        () => smoothing(preferences),
        buckets,
        range,
        () => preferences.logX,
      ],
      () => refresher.request(),
    )
    refresher.request()

    /** What stands in place of lines that are not there; nothing while they may still come at once. */
    function emptyText(awaited: string, never: string): string {
      if (problem.value) return `The curves could not be read: ${problem.value}`
      if (!loaded.value || !open.run) return ''
      return activeStates.includes(open.run.state) ? awaited : never
    }

    return { series, loaded, problem, buckets, range, emptyText }
  })
}

/** Asked for at once: a long run's curves are then on their way while its page is being built. */
export const useLossCurves = defineCurves(
  'lossCurves',
  (_recorded, { showTvFree }) => ['loss', 'mse', 'tv', ...(showTvFree ? ['tvFree'] : [])],
  (preferences) => preferences.smoothing,
)
/** As measured: masks are fixed, points are few, and a smoothed line would end beside its own value. */
export const usePsnrCurves = defineCurves(
  'psnrCurves',
  (recorded = []) => recorded.filter((name) => name.startsWith('val/psnr/')),
  () => 0,
)
export const useSpeedCurve = defineCurves(
  'speedCurve',
  (recorded = []) => recorded.filter((name) => name === 'imagesPerSecond'),
  () => 0.9,
)
