import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { loadOtherViews, router } from './router.ts'
import { useRuns } from './stores/runs.ts'

export function startApp(): void {
  const pinia = createPinia()
  // Every view shows runs: they are asked for before anything is drawn.
  useRuns(pinia)
  createApp(App).use(pinia).use(router).mount('#app')
  // A view that cannot be fetched now is asked for again when it is opened.
  void loadOtherViews().catch(() => {})
}
