import { type Ref, toRef } from 'vue'
import { oneOf } from '../format/addressWords.ts'
import { methodKey, orders } from '../pictures/galleryPlan.ts'
import { useBaselines } from '../stores/baselines.ts'
import { acrossChoices, amongChoices, useGalleryChoice } from '../stores/galleryChoice.ts'
import { useRuns } from '../stores/runs.ts'
import { type AddressWord, useAddressWords } from './useAddressWords.ts'

/** One of some; the first of them leaves no trace. */
function choiceWord<T extends string>(value: Ref<T>, choices: readonly T[]): AddressWord {
  return {
    get: () => (value.value === choices[0] ? undefined : value.value),
    set: (word) => {
      value.value = oneOf(word, choices)
    },
  }
}

/** What the galleries show, in the address beside the selection. */
export function useGalleryAddress(): void {
  const choice = useGalleryChoice()
  const baselines = useBaselines()
  const runs = useRuns()
  useAddressWords({
    baselines: baselines.word,
    across: choiceWord(toRef(choice, 'across'), acrossChoices),
    order: choiceWord(toRef(choice, 'order'), orders),
    among: choiceWord(toRef(choice, 'among'), amongChoices),
    by: {
      get: () => choice.leadKey,
      set: (word) => {
        choice.leadKey = oneOf(
          word,
          choice.methods.map(({ method }) => methodKey(method)),
        )
      },
      known: () => runs.loaded && baselines.answered,
    },
  })
}
