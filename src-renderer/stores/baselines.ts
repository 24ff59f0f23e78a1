import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AddressWord } from '../composables/useAddressWords.ts'
import { oneOf } from '../format/addressWords.ts'
import { connection } from '../rpc/client.ts'
import { useToasts } from './toasts.ts'
import { useWorkbench } from './workbench.ts'

export interface BaselineName {
  readonly name: string
  readonly label: string
}

/** What stands beside a run until a person chooses: the first of these that there is. */
const usual = ['biharmonic', 'nearest']

/** Baselines there are, and those chosen to stand beside runs. */
export const useBaselines = defineStore('baselines', () => {
  const workbench = useWorkbench()
  const toasts = useToasts()
  const all = shallowRef<readonly BaselineName[]>([])
  /** Whether it was said which there are, or why that cannot be said: until then they may be on their way. */
  const answered = ref(false)
  const picked = ref<string[]>()

  watch(
    () => workbench.connections,
    async (count) => {
      if (count === 0 || all.value.length > 0) return
      answered.value = false
      try {
        all.value = await connection.call('methods.baselines', {})
      } catch (error) {
        toasts.report(error)
      } finally {
        answered.value = true
      }
    },
    { immediate: true },
  )

  const chosen = computed<string[]>({
    get: () => picked.value ?? usual.filter((name) => all.value.some((one) => one.name === name)).slice(0, 1),
    set: (names) => {
      picked.value = names
    },
  })
  /** In the registry's order. */
  const shown = computed(() => all.value.filter(({ name }) => chosen.value.includes(name)))

  /** What a person chose, for the address. */
  const word: AddressWord = {
    get: () => picked.value?.join(','),
    set: (word) => {
      const names = word.split(',').filter(Boolean)
      const known = all.value.map(({ name }) => name)
      picked.value = names.map((name) => oneOf(name, known))
    },
    known: () => answered.value,
  }

  return { all, answered, chosen, shown, word }
})
