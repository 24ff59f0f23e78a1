import './rpc/without-eval.ts'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/tables.css'
// Before the router reads the address: the token is taken out of it.
import './rpc/socket.ts'
import { placeAt } from './views/places.ts'

// The view's code is on its way while the app's own is being read.
void placeAt(window.location.hash)?.view()
void import('./app.ts').then(({ startApp }) => startApp())
