import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { RunSummary } from '../../src-shared/runs.ts'
import { useRuns } from './runs.ts'
import { useSelection } from './selection.ts'

/** The selected runs that there are; while none is selected, the newest that has a checkpoint. */
export const useShownRuns = defineStore('shownRuns', () => {
  const selection = useSelection()
  const runs = useRuns()

  const shown = computed<RunSummary[]>(() => {
    const selected = selection.runs.flatMap((id) => runs.byId.get(id) ?? [])
    if (selected.length > 0) return selected
    const newest = runs.all.find((run) => run.checkpointStep !== null && !run.archived)
    return newest ? [newest] : []
  })
  /** For a picker: what is chosen becomes the selection. */
  const ids = computed<string[]>({
    get: () => shown.value.map(({ id }) => id),
    set: (next) => selection.set({ runs: next }),
  })
  /** What a view of a single run shows. */
  const first = computed(() => shown.value[0])

  /** True once it is known that there is none to show. */
  const none = computed(() => runs.loaded && shown.value.length === 0)

  return { runs: shown, ids, first, none }
})
