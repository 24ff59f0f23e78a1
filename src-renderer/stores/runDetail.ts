import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import type { RunDetail } from '../../src-shared/runs.ts'
import { connection } from '../rpc/client.ts'
import { createRefresher } from './refresher.ts'
import { useRuns } from './runs.ts'
import { useWorkbench } from './workbench.ts'

const refreshEvery = 500

/** The run whose page is open. */
export const useRunDetail = defineStore('runDetail', () => {
  const runs = useRuns()
  const workbench = useWorkbench()
  const id = ref<string>()
  const detail = shallowRef<RunDetail>()
  const missing = ref(false)
  const problem = ref<string>()

  const refresher = createRefresher(async () => {
    const wanted = id.value
    if (wanted === undefined) return
    try {
      const answer = await connection.call('runs.get', { run: wanted })
      if (id.value !== wanted) return
      // The address may name a run as the command line does: "latest", a name, the beginning of an id.
      id.value = answer.id
      detail.value = answer
      problem.value = undefined
    } catch (error) {
      if (id.value !== wanted) return
      missing.value = error instanceof WorkbenchError && error.code === 'no-run'
      problem.value = messageOf(error)
    }
  }, refreshEvery)

  /** The newest that is known: the list's row is fresher, the detail has more. */
  const run = computed(() => {
    const summary = id.value === undefined ? undefined : runs.byId.get(id.value)
    const full = detail.value?.id === id.value ? detail.value : undefined
    if (summary && full) return summary.change >= full.change ? { ...full, ...summary } : full
    return full ?? summary
  })

  function open(next: string) {
    if (id.value !== next) {
      id.value = next
      detail.value = undefined
      missing.value = false
      problem.value = undefined
    }
    refresher.request()
  }

  watch([() => (id.value === undefined ? undefined : runs.byId.get(id.value)?.change), () => workbench.connections], () => {
    if (id.value !== undefined && workbench.connections > 0) refresher.request()
  })

  return { id, run, detail, missing, problem, open }
})
