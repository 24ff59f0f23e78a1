import { defineStore } from 'pinia'
import { computed, reactive, ref, toRefs } from 'vue'
import { type SplitName, splitNames } from '../../src-shared/datasets.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec, parseMaskSpec } from '../../src-shared/masks/registry.ts'
import { oneOf, type Query, wholeNumber, wordOf, wrongWord } from '../format/addressWords.ts'

/** What a person looks at: it travels with them from view to view, and stands in the address. */
export interface Selection {
  /** Ids of runs, in the order chosen; the first is the one that single-run views show. */
  runs: string[]
  /** best, last, or a step. */
  checkpoint: string
  split: SplitName
  /** The picture's number in its split, from 0. */
  picture: number
  mask: MaskSpec
}

/** Names of an address's query that belong to the selection; a view's own stand beside them. */
export const selectionNames: readonly string[] = ['runs', 'checkpoint', 'split', 'picture', 'mask']

export const defaultSelection = (): Selection => ({
  runs: [],
  checkpoint: 'best',
  split: 'test',
  picture: 0,
  mask: { kind: 'random', p: 0.5 },
})

/** What differs from the default, for an address. */
export function selectionQuery(selection: Selection): Record<string, string> {
  const { runs, checkpoint, split, picture, mask } = selection
  const usual = defaultSelection()
  return {
    ...(runs.length > 0 && { runs: runs.join(',') }),
    ...(checkpoint !== usual.checkpoint && { checkpoint }),
    ...(split !== usual.split && { split }),
    ...(picture !== usual.picture && { picture: String(picture) }),
    ...(formatMaskSpec(mask) !== formatMaskSpec(usual.mask) && { mask: formatMaskSpec(mask) }),
  }
}

/** @throws WorkbenchError `address` */
function checkpointOf(word: string): string {
  if (!/^(best|last|\d+)$/.test(word)) throw wrongWord('best, last or a step', word)
  return word
}

/**
 * The selection an address names; what it does not name is the default.
 *
 * @param tell hears of what it names wrongly, which is the default too
 */
export function parseSelection(query: Query, tell: (name: string, error: unknown) => void = () => {}): Selection {
  function take<T>(name: string, parse: (word: string) => T): T | undefined {
    try {
      const word = wordOf(query, name)
      return word === undefined ? undefined : parse(word)
    } catch (error) {
      tell(name, error)
      return undefined
    }
  }
  const usual = defaultSelection()
  return {
    runs: take('runs', (word) => word.split(',').filter((id) => id !== '')) ?? usual.runs,
    checkpoint: take('checkpoint', checkpointOf) ?? usual.checkpoint,
    split: take('split', (word) => oneOf(word, splitNames)) ?? usual.split,
    picture: take('picture', (word) => wholeNumber(word)) ?? usual.picture,
    mask: take('mask', (word) => parseMaskSpec(word)) ?? usual.mask,
  }
}

/** The one selection of runs, picture and mask; `composables/useSelectionAddress.ts` keeps it and the address in step. */
export const useSelection = defineStore('selection', () => {
  const state = reactive(defaultSelection())
  const query = computed(() => selectionQuery(state))
  /** The picture that an address names, until it is known how many there are. */
  const namedPicture = ref<number>()

  function toggleRun(id: string) {
    state.runs = state.runs.includes(id) ? state.runs.filter((other) => other !== id) : [...state.runs, id]
  }

  return { ...toRefs(state), query, namedPicture, set: (next: Partial<Selection>) => void Object.assign(state, next), toggleRun }
})
