import { defineStore } from 'pinia'
import { ref } from 'vue'
import { messageOf } from '../../src-shared/errors.ts'

export interface Toast {
  readonly id: number
  readonly message: string
  readonly tone: 'plain' | 'bad'
  readonly action?: { readonly label: string; readonly run: () => void }
}

const shownFor = 6_000

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
    toasts.value = [...toasts.value.slice(-3), { id, message, tone: options.tone ?? 'plain', action: options.action }]
    if (options.onEnd) ends.set(id, options.onEnd)
    timers.set(
      id,
      setTimeout(() => dismiss(id), shownFor),
    )
    return id
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

  return { toasts, show, dismiss, act, report }
})
