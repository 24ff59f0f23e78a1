import { createRouter, createWebHashHistory, type LocationQueryRaw } from 'vue-router'
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

/** Where one is on the way to, while the code of a view is being read. */
let heading: string | undefined
router.beforeEach(({ path }) => {
  heading = path
})
router.afterEach(({ path }) => {
  if (path === heading) heading = undefined
})
router.onError(() => {
  heading = undefined
})

/** Writes what a view shows into its address; not while one is on the way to another view, which would be given up for it. */
export function rewriteQuery(query: LocationQueryRaw): void {
  const { path } = router.currentRoute.value
  if (heading === undefined || heading === path) void router.replace({ query })
}

/** Loads the code of every other view once the first is there and the page is at rest, so that none is waited for. */
export async function loadOtherViews(): Promise<void> {
  await router.isReady()
  for (const load of [...places.map(({ view }) => view), run, newRun, addData]) {
    await new Promise<void>((resolve) => whenIdle(resolve))
    await load()
  }
}
