import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { watch } from 'vue'
import { useSelection } from './selection.ts'

/** Tokens `--series-1` … `--series-5`. */
const colours = 5

/**
 * Gives every run a colour, which it keeps: the first that no other of these runs has, or the one that fewest have.
 *
 * @param kept colours by run id, from 1
 * @returns the same with the new ones added
 */
export function assignColours(kept: Readonly<Record<string, number>>, runs: readonly string[]): Record<string, number> {
  const next = { ...kept }
  const uses = Array.from({ length: colours }, () => 0)
  for (const run of runs) if (next[run]) uses[next[run] - 1]!++
  for (const run of runs) {
    if (next[run]) continue
    const least = uses.indexOf(Math.min(...uses))
    uses[least]!++
    next[run] = least + 1
  }
  return next
}

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
