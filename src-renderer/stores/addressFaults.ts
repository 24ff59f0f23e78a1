import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { useRouter } from 'vue-router'
import { messageOf } from '../../src-shared/errors.ts'
import { useToasts } from './toasts.ts'

/** What an address says wrongly is left out, and the person told: all of it in one message, until another address is opened. */
export const useAddressFaults = defineStore('addressFaults', () => {
  const toasts = useToasts()
  let id: number | undefined
  let faults: readonly string[] = []

  /** @param error what was expected in place of the name's word */
  function tell(name: string, error: unknown) {
    const fault = `${name}: ${messageOf(error)}`
    const there = toasts.toasts.some((toast) => toast.id === id)
    if (there && faults.includes(fault)) return
    faults = there ? [...faults, fault] : [fault]
    const message =
      faults.length === 1
        ? `The address is wrong at ${fault}; this is left out`
        : ['The address is wrong; left out are', ...faults].join('\n')
    if (there) {
      toasts.amend(id!, message)
      toasts.release(id!)
    } else id = toasts.show(message, { tone: 'bad' })
  }

  function forget() {
    if (id !== undefined) toasts.dismiss(id)
    faults = []
  }
  // Typed, followed or gone back to; a view that keeps its own state in the address makes no such event.
  useEventListener(window, 'popstate', forget)
  useRouter().afterEach((to, from) => {
    if (to.path !== from.path) forget()
  })

  return { tell }
})
