import './rpc/without-eval.ts'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/tables.css'
import { createPinia } from 'pinia'
// Before the router reads the address: the connection takes the token out of it.
import './rpc/client.ts'
import { useRuns } from './stores/runs.ts'
import { placeAt } from './views/places.ts'

// Runs, which every view shows, and the code of the view are asked for while the app's own is still being read.
const pinia = createPinia()
useRuns(pinia)
void placeAt(window.location.hash)?.view()
void import('./app.ts').then(({ startApp }) => startApp(pinia))
