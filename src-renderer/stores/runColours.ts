import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { watch } from 'vue'
import { assignColours } from '../../src-shared/charts/run-styles.ts'
import { useSelection } from './selection.ts'

/** Colours of runs, the same in every view and after a reload. */
export const useRunColours = defineStore('runColours', () => {
  const kept = useLocalStorage<Record<string, number>>('lacuna-run-colours', {})
  const selection = useSelection()

  /** Number of the run's token `--series-n`. */
  const colourOf = (run: string): number => kept.value[run] ?? 1
  function take(runs: readonly string[]) {
    if (runs.some((run) => !kept.value[run])) kept.value = assignColours(kept.value, runs)
  }
  watch(() => selection.runs, take, { immediate: true })

  return { colourOf, take }
})
