import { onScopeDispose, watchEffect } from 'vue'

export function usePageTitle(title: () => string | undefined): void {
  watchEffect(() => {
    const text = title()
    document.title = text ? `${text} · Lacuna` : 'Lacuna'
  })
  onScopeDispose(() => {
    document.title = 'Lacuna'
  })
}
