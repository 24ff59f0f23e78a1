import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { type LineLook, styleRuns } from '../../src-shared/charts/run-styles.ts'
import type { RunSummary } from '../../src-shared/runs.ts'
import { groupRuns } from '../charts/seedGroups.ts'
import { connection } from '../rpc/client.ts'
import { createRefresher } from './refresher.ts'
import { useRunColours } from './runColours.ts'
import { useRuns } from './runs.ts'
import { useSelection } from './selection.ts'

/** What a run's best checkpoint measured, by series. */
export interface BestFigures {
  readonly step: number | null
  readonly values: Readonly<Record<string, number>>
  /** Steps at which sample pictures were logged, ascending. */
  readonly sampleSteps: readonly number[]
}

/** The selected runs side by side: their groups, colours, figures and logged pictures. */
export const useComparison = defineStore('comparison', () => {
  const runs = useRuns()
  const selection = useSelection()
  /** While its view is open. */
  const active = ref(false)
  const colours = useRunColours()
  /** Whether runs that differ in the seed alone are one line, mean ± standard deviation. */
  const together = useLocalStorage('lacuna-seeds-together', false)
  /** The same array while the runs in it are the same: other runs' news draws nothing anew. */
  const compared = computed<readonly RunSummary[]>((before) => {
    const now = selection.runs.flatMap((id) => runs.byId.get(id) ?? [])
    return before?.length === now.length && before.every((run, i) => run === now[i]) ? before : now
  })
  /** Chosen; none: the first of them. */
  const baselineId = ref<string>()
  /** The run the others are held against. */
  const baseline = computed(() => compared.value.find(({ id }) => id === baselineId.value) ?? compared.value[0])
  const groups = computed(() => groupRuns(compared.value, together.value))
  /**
   * The runs of each line, by their ids: where every run is a line, they are known from the address before the runs are, so that curves
   * are asked for at once.
   */
  const lines = computed(() => {
    if (runs.loaded) return groups.value.map(({ runs }) => runs.map(({ id }) => id))
    return together.value ? [] : selection.runs.map((id) => [id])
  })
  const looks = computed(() =>
    styleRuns(
      compared.value.map(({ id }) => id),
      colours.colourOf,
    ),
  )
  const usualLook: LineLook = { colour: 1 }
  /** How a run's lines look. */
  const lookOf = (run: string): LineLook => looks.value.get(run) ?? usualLook

  const figures = shallowRef<ReadonlyMap<string, BestFigures>>(new Map())
  const refresher = createRefresher(async () => {
    const ids = compared.value.map(({ id }) => id)
    if (!active.value || ids.length === 0) return
    try {
      const answers = await connection.call('compare.metrics', { runs: ids })
      figures.value = new Map(answers.map(({ run, ...rest }) => [run, rest]))
    } catch {
      // The last figures stay; a lost connection has its own bar.
    }
  }, 1000)
  const reached = () =>
    compared.value.map(({ id, bestStep, lastValidationStep }) => [id, bestStep, lastValidationStep].join()).join()
  watch([active, reached], refresher.request, { immediate: true })

  return { active, together, compared, baselineId, baseline, groups, lines, lookOf, figures }
})
