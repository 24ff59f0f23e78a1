import { defineStore } from 'pinia'
import { ref } from 'vue'
import { messageOf } from '../../src-shared/errors.ts'

export interface Toast {
  readonly id: number
  readonly message: string
  readonly tone: 'plain' | 'bad'
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** In milliseconds: long enough to be read. */
const shownFor = (message: string) => Math.max(6_000, 60 * message.length)

export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const ends = new Map<number, () => void>()
  let nextId = 1

  function dismiss(id: number) {
    clearTimeout(timers.get(id))
    timers.delete(id)
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
    ends.get(id)?.()
    ends.delete(id)
  }

  function show(message: string, options: { tone?: Toast['tone']; action?: Toast['action']; onEnd?: () => void } = {}): number {
    const id = nextId++
    // What can still be undone is never pushed out.
    const kept = toasts.value.filter((toast, i, all) => toast.action || i >= all.length - 2)
    toasts.value = [...kept, { id, message, tone: options.tone ?? 'plain', action: options.action }]
    if (options.onEnd) ends.set(id, options.onEnd)
    release(id)
    return id
  }

  /** Says more in one that is still there. */
  function amend(id: number, message: string) {
    toasts.value = toasts.value.map((toast) => (toast.id === id ? { ...toast, message } : toast))
  }

  /** Starts its time, anew after `hold`. */
  function release(id: number) {
    clearTimeout(timers.get(id))
    const message = toasts.value.find((toast) => toast.id === id)?.message
    if (message === undefined) return
    timers.set(
      id,
      setTimeout(() => dismiss(id), shownFor(message)),
    )
  }

  /** While it is pointed at or has the focus it stays. */
  function hold(id: number) {
    clearTimeout(timers.get(id))
  }

  /** @returns false when there is nothing to undo */
  function undoLast(): boolean {
    const last = toasts.value.findLast((toast) => toast.action)
    if (last) act(last)
    return last !== undefined
  }

  function act(toast: Toast) {
    ends.delete(toast.id)
    dismiss(toast.id)
    toast.action?.run()
  }

  /** For a call that nothing else explains. */
  function report(error: unknown) {
    show(messageOf(error), { tone: 'bad' })
  }

  return { toasts, show, amend, hold, release, dismiss, act, undoLast, report }
})
