import { createRouter, createWebHashHistory } from 'vue-router'
import AddDataView from './views/AddDataView.vue'
import DataSetsView from './views/DataSetsView.vue'
import NewRunView from './views/NewRunView.vue'
import NotFoundView from './views/NotFoundView.vue'
import RunsView from './views/RunsView.vue'
import RunView from './views/RunView.vue'

/** Addresses stand behind a hash: the page is opened from a file in the window and from a server in browsers. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/runs' },
    { path: '/runs', name: 'runs', component: RunsView },
    { path: '/runs/:id', name: 'run', component: RunView, props: true },
    { path: '/new', name: 'new', component: NewRunView },
    { path: '/data', name: 'data', component: DataSetsView },
    { path: '/data/add', name: 'add-data', component: AddDataView },
    { path: '/:rest(.*)*', component: NotFoundView },
  ],
})
