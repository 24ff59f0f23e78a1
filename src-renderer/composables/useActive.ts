import { onBeforeUnmount } from 'vue'

/** Wakes a view's stores while the view is open: nobody pays for what nobody sees. */
export function useActive(...stores: { active: boolean }[]): void {
  for (const store of stores) store.active = true
  onBeforeUnmount(() => {
    for (const store of stores) store.active = false
  })
}
