import { defineStore } from 'pinia'
import { computed, reactive, toRefs } from 'vue'
import { type SplitName, splitNames } from '../../src-shared/datasets.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec, parseMaskSpec } from '../../src-shared/masks/registry.ts'

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

/** An address's query, as the router gives it. */
export type Query = Readonly<Record<string, string | null | (string | null)[] | undefined>>

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

/** The selection an address names; what it does not name, or names wrongly, is the default. */
export function parseSelection(query: Query): Selection {
  const usual = defaultSelection()
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  const split = splitNames.find((name) => name === text('split'))
  const picture = Number(text('picture') ?? Number.NaN)
  return {
    runs: (text('runs') ?? '').split(',').filter((id) => id !== ''),
    checkpoint: text('checkpoint') || usual.checkpoint,
    split: split ?? usual.split,
    picture: Number.isInteger(picture) && picture >= 0 ? picture : usual.picture,
    mask: maskOf(text('mask')) ?? usual.mask,
  }
}

function maskOf(text: string | undefined): MaskSpec | undefined {
  try {
    return text === undefined ? undefined : parseMaskSpec(text)
  } catch {
    return undefined
  }
}

/** The one selection of runs, picture and mask; `composables/useSelectionAddress.ts` keeps it and the address in step. */
export const useSelection = defineStore('selection', () => {
  const state = reactive(defaultSelection())
  const query = computed(() => selectionQuery(state))

  function toggleRun(id: string) {
    state.runs = state.runs.includes(id) ? state.runs.filter((other) => other !== id) : [...state.runs, id]
  }

  return { ...toRefs(state), query, set: (next: Partial<Selection>) => void Object.assign(state, next), toggleRun }
})
