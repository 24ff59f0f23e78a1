import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { messageOf } from '../../src-shared/errors.ts'
import type { FigureRequest } from '../../src-shared/figures/options.ts'
import { connection } from '../rpc/client.ts'
import { useFigureChoice } from './figureChoice.ts'
import { createLatest } from './latest.ts'

type Answer = Awaited<ReturnType<typeof connection.call<'figures.preview'>>>

/** A figure as its file will be, and what was asked for. */
export interface Preview extends Answer {
  readonly request: FigureRequest
}

/** The figure in view, made anew when anything about it changes; the last one stays until it is known what becomes of it. */
export const useFigures = defineStore('figures', () => {
  const choice = useFigureChoice()
  /** While the view is open. */
  const active = ref(false)
  const preview = shallowRef<Preview>()
  const problem = ref<string>()
  const loading = ref(false)
  /** Names of series that the first shown run has. */
  const series = shallowRef<readonly string[]>([])

  const making = createLatest((request: FigureRequest, signal) => connection.call('figures.preview', request, { signal }), {
    answer: (answer, request) => {
      preview.value = { ...answer, request }
      problem.value = undefined
      loading.value = false
    },
    failure: (error) => {
      // What is shown is what would be exported.
      preview.value = undefined
      problem.value = messageOf(error)
      loading.value = false
    },
  })
  /** As text, so that nothing of a run that trains on asks again. */
  const wanted = computed(() => JSON.stringify(choice.request))
  watch(
    [active, wanted],
    () => {
      if (!active.value || !choice.request) {
        making.cancel()
        loading.value = false
        return
      }
      loading.value = true
      making.request(JSON.parse(wanted.value) as FigureRequest)
    },
    { immediate: true },
  )
  watch(
    () => active.value && choice.runs[0]?.id,
    async (run) => {
      if (run) series.value = (await connection.call('runs.get', { run }).catch(() => undefined))?.seriesNames ?? series.value
    },
    { immediate: true },
  )

  return { active, preview, problem, loading, series }
})
