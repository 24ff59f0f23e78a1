import { storeToRefs } from 'pinia'
import { watchEffect } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/** Puts the chosen theme on the page. */
export function useTheme(): void {
  const { dark } = storeToRefs(usePreferences())
  watchEffect(
    () => {
      document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'
    },
    { flush: 'sync' },
  )
}
