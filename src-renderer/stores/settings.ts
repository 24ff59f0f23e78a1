import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { defaultSettings, type Settings } from '../../src-shared/settings.ts'
import { connection } from '../rpc/client.ts'
import { useToasts } from './toasts.ts'
import { useWorkbench } from './workbench.ts'

/** Preferences of the database, shared by every window and program that has it open. */
export const useSettings = defineStore('settings', () => {
  const settings = shallowRef<Settings>(defaultSettings)
  const workbench = useWorkbench()
  const toasts = useToasts()

  async function take(answer: Promise<Settings>) {
    try {
      settings.value = await answer
    } catch (error) {
      toasts.report(error)
    }
  }
  watch(
    () => workbench.connections,
    (connections) => {
      if (connections > 0) void take(connection.call('settings.get', {}))
    },
    { immediate: true },
  )

  return { settings, change: (change: Partial<Settings>) => take(connection.call('settings.change', change)) }
})
