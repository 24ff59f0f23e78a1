import { onScopeDispose, watch } from 'vue'
import { useRoute } from 'vue-router'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { wordOf } from '../format/addressWords.ts'
import { rewriteQuery } from '../router.ts'
import { useAddressFaults } from '../stores/addressFaults.ts'
import { selectionNames } from '../stores/selection.ts'

/** A view's own word in the address. */
export interface AddressWord {
  /** What stands there; undefined: nothing. */
  get(): string | undefined
  /** Takes what an address says. @throws WorkbenchError for what cannot be */
  set(word: string): void
  /** Whether it is known what can be, where the workbench is asked for it: the word waits until then. */
  known?(): boolean
}

/** So long after the last change, in milliseconds: a slider writes once. */
const delay = 200

/**
 * Keeps what a view shows besides the selection in the address, so that a reload or a link shows the same. What an address says wrongly
 * is left out, and the person told.
 */
export function useAddressWords(words: Readonly<Record<string, AddressWord>>): void {
  const route = useRoute()
  const faults = useAddressFaults()
  const { path } = route
  const waiting = new Set<string>()
  const wrong = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function takeWord(name: string) {
    const word = words[name]
    waiting.delete(name)
    try {
      const said = wordOf(route.query, name)
      if (!word)
        throw new WorkbenchError('address', `not known in this view, whose own words are ${Object.keys(words).join(', ')}`)
      if (said === undefined || said === word.get()) return
      if (word.known?.() === false) waiting.add(name)
      else word.set(said)
    } catch (error) {
      wrong.add(name)
      faults.tell(name, error)
    }
  }
  function take() {
    if (route.path !== path || timer !== undefined) return
    for (const name of Object.keys(words)) takeWord(name)
    for (const name of Object.keys(route.query)) if (!(name in words) && !selectionNames.includes(name)) takeWord(name)
    if (wrong.size > 0) writeSoon()
  }
  function write() {
    timer = undefined
    if (route.path !== path) return
    const query = { ...route.query }
    for (const name of wrong) delete query[name]
    wrong.clear()
    for (const [name, word] of Object.entries(words)) {
      if (waiting.has(name)) continue
      const said = word.get()
      if (said === undefined) delete query[name]
      else query[name] = said
    }
    rewriteQuery(query)
  }
  function writeSoon() {
    clearTimeout(timer)
    timer = setTimeout(write, delay)
  }
  take()
  watch(() => route.query, take)
  watch(
    () => Object.values(words).map((word) => word.known?.()),
    () => {
      if (route.path !== path) return
      for (const name of [...waiting]) takeWord(name)
      if (wrong.size > 0) writeSoon()
    },
  )
  watch(
    () => Object.values(words).map((word) => word.get()),
    (now, before) => {
      if (now.every((word, i) => word === before?.[i])) return
      writeSoon()
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
