import { storeToRefs } from 'pinia'
import { watch } from 'vue'
import { useSelection } from '../stores/selection.ts'
import { useShownRuns } from '../stores/shownRuns.ts'

/** While nothing is selected a view shows the newest run; this selects it, so that a reload or a link shows the same one later. */
export function usePinnedRuns(): void {
  const selection = useSelection()
  const { ids } = storeToRefs(useShownRuns())
  watch(
    [ids, () => selection.runs.length],
    ([shown, selected]) => {
      if (selected === 0 && shown.length > 0) selection.set({ runs: shown })
    },
    { immediate: true },
  )
}
