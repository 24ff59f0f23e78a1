import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { wrongWord } from '../format/addressWords.ts'
import { useAddressFaults } from './addressFaults.ts'
import { useSelection } from './selection.ts'
import { useShownRuns } from './shownRuns.ts'
import { useSplitPictures } from './splitPictures.ts'

/** The selected split's pictures: of the first shown run's data, at its size. */
export const useSelectedSplit = defineStore('selectedSplit', () => {
  const selection = useSelection()
  const shown = useShownRuns()
  const pictures = useSplitPictures()
  const faults = useAddressFaults()

  const split = computed(() => {
    const config = shown.first?.config
    return config && pictures.of(config.dataset, config.imageSize, selection.split)
  })
  /** It may be shorter than an address says, or than the split before. */
  watch([() => split.value?.count.value, () => selection.namedPicture], ([count, named]) => {
    if (count === undefined || count === 0) return
    if (selection.picture >= count) {
      if (selection.picture === named) faults.tell('picture', wrongWord(`a whole number from 0 to ${count - 1}`, named))
      selection.set({ picture: count - 1 })
    }
    selection.namedPicture = undefined
  })

  return { split }
})
