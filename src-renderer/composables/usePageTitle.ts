import { watchEffect } from 'vue'

/** What the window's title says while this view is open. */
export function usePageTitle(title: () => string | undefined): void {
  watchEffect(() => {
    const text = title()
    document.title = text ? `${text} · Lacuna` : 'Lacuna'
  })
}
