import { createRouter, createWebHashHistory } from 'vue-router'
import { whenIdle } from './composables/whenIdle.ts'
import { places } from './views/places.ts'

const run = () => import('./views/RunView.vue')
const newRun = () => import('./views/NewRunView.vue')
const addData = () => import('./views/AddDataView.vue')
const notFound = () => import('./views/NotFoundView.vue')

/** Addresses stand behind a hash: the page is opened from a file in the window and from a server in browsers. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/runs' },
    ...places.map(({ path, view }) => ({ path, component: view })),
    { path: '/runs/:id', name: 'run', component: run, props: true },
    { path: '/new', name: 'new', component: newRun },
    { path: '/data/add', name: 'add-data', component: addData },
    { path: '/:rest(.*)*', component: notFound },
  ],
})

/** Loads the code of every other view once the first is there and the page is at rest, so that none is waited for. */
export async function loadOtherViews(): Promise<void> {
  await router.isReady()
  for (const load of [...places.map(({ view }) => view), run, newRun, addData]) {
    await new Promise<void>((resolve) => whenIdle(resolve))
    await load()
  }
}
