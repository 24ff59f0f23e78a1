import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { SamplePanel } from '../../src-shared/runs.ts'
import { connection } from '../rpc/client.ts'
import { createRefresher } from './refresher.ts'
import { useRunDetail } from './runDetail.ts'

const keptSteps = 60

/** The open run's sample pictures: the fixed panel, and what was filled in at a chosen step. */
export const useRunSamples = defineStore('runSamples', () => {
  const open = useRunDetail()
  const panel = shallowRef<SamplePanel | null>()
  /** What is shown, and the step it is of: stays until the next has come. */
  const shown = shallowRef<{ step: number; filled: Uint8Array }>()
  const problem = ref(false)
  /** Position in `steps`; none: the newest, whatever comes. */
  const chosen = ref<number>()
  const kept = new Map<number, Uint8Array>()
  const steps = computed(() => open.detail?.sampleSteps ?? [])
  const position = computed(() => Math.min(chosen.value ?? Number.POSITIVE_INFINITY, steps.value.length - 1))

  const refresher = createRefresher(async () => {
    const run = open.id
    const step = steps.value[position.value]
    if (run === undefined || step === undefined) return
    try {
      const fixed = panel.value ?? (await connection.call('runs.panel', { run }))
      const filled = kept.get(step) ?? (await connection.call('runs.samples', { run, step })).filled
      if (open.id !== run) return
      panel.value = fixed
      kept.delete(step)
      kept.set(step, filled)
      if (kept.size > keptSteps) kept.delete(kept.keys().next().value!)
      shown.value = { step, filled }
      problem.value = false
    } catch {
      problem.value = open.id === run
    }
  }, 60)

  watch(
    () => open.id,
    () => {
      panel.value = undefined
      shown.value = undefined
      chosen.value = undefined
      kept.clear()
    },
  )
  watch([position, steps], () => refresher.request(), { immediate: true })

  function choose(index: number) {
    chosen.value = index >= steps.value.length - 1 ? undefined : index
  }

  return { panel, shown, steps, position, problem, choose }
})
