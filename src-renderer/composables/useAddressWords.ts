import { onScopeDispose, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A view's own word in the address. */
export interface AddressWord {
  /** What stands there; undefined: nothing. */
  get(): string | undefined
  /** Takes what an address says. */
  set(word: string): void
}

/** So long after the last change, in milliseconds: a slider writes once. */
const delay = 200

/** Keeps what a view shows besides the selection in the address, so that a reload or a link shows the same. */
export function useAddressWords(words: Readonly<Record<string, AddressWord>>): void {
  const route = useRoute()
  const router = useRouter()
  const { path } = route
  let timer: ReturnType<typeof setTimeout> | undefined

  function take() {
    if (route.path !== path || timer !== undefined) return
    for (const [name, word] of Object.entries(words)) {
      const said = route.query[name]
      if (typeof said === 'string' && said !== word.get()) word.set(said)
    }
  }
  function write() {
    timer = undefined
    if (route.path !== path) return
    const query = { ...route.query }
    for (const [name, word] of Object.entries(words)) {
      const said = word.get()
      if (said === undefined) delete query[name]
      else query[name] = said
    }
    void router.replace({ query })
  }
  take()
  watch(() => route.query, take)
  watch(
    () => Object.values(words).map((word) => word.get()),
    (now, before) => {
      if (now.every((word, i) => word === before?.[i])) return
      clearTimeout(timer)
      timer = setTimeout(write, delay)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
