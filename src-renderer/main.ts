import './rpc/without-eval.ts'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/tables.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
// Before the router reads the address: the connection takes the token out of it.
import './rpc/client.ts'
import { router } from './router.ts'

createApp(App).use(createPinia()).use(router).mount('#app')
