import { createApp, type Plugin } from 'vue'
import App from './App.vue'
import { loadOtherViews, router } from './router.ts'

/** @param pinia its stores, which may be at work already */
export function startApp(pinia: Plugin): void {
  createApp(App).use(pinia).use(router).mount('#app')
  // A view that cannot be fetched now is asked for again when it is opened.
  void loadOtherViews().catch(() => {})
}
