import { createRouter, createWebHashHistory } from 'vue-router'
import AddDataView from './views/AddDataView.vue'
import NewRunView from './views/NewRunView.vue'
import NotFoundView from './views/NotFoundView.vue'
import { places } from './views/places.ts'
import RunView from './views/RunView.vue'

/** Addresses stand behind a hash: the page is opened from a file in the window and from a server in browsers. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/runs' },
    ...places.map(({ path, view }) => ({ path, component: view })),
    { path: '/runs/:id', name: 'run', component: RunView, props: true },
    { path: '/new', name: 'new', component: NewRunView },
    { path: '/data/add', name: 'add-data', component: AddDataView },
    { path: '/:rest(.*)*', component: NotFoundView },
  ],
})
