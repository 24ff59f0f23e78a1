import type { Component } from 'vue'

/** A view of the sidebar: adding one is a line here. */
export interface Place {
  readonly path: string
  readonly name: string
  /** The key that opens it, from anywhere. */
  readonly key: string
  /** Loaded when it is opened, or before, once the page is at rest: the first view does not wait for the others' code. */
  readonly view: () => Promise<{ default: Component }>
  /** True where the selected runs, picture and mask travel along: see `stores/selection.ts`. */
  readonly selects: boolean
}

export const places: readonly Place[] = [
  { path: '/runs', name: 'Runs', key: '1', view: () => import('./RunsView.vue'), selects: false },
  { path: '/data', name: 'Data', key: '2', view: () => import('./DataSetsView.vue'), selects: false },
  { path: '/compare', name: 'Compare', key: '3', view: () => import('./CompareView.vue'), selects: true },
  { path: '/galleries', name: 'Galleries', key: '4', view: () => import('./GalleriesView.vue'), selects: true },
  { path: '/inpaint', name: 'Inpaint', key: '5', view: () => import('./InpaintView.vue'), selects: true },
  { path: '/latents', name: 'Latents', key: '6', view: () => import('./LatentsView.vue'), selects: true },
  { path: '/figures', name: 'Figures', key: '7', view: () => import('./FiguresView.vue'), selects: true },
]

/** @param hash of an address: "#/compare?runs=…"; none: the first place */
export function placeAt(hash: string): Place | undefined {
  const [path] = hash.slice(1).split('?')
  return path === '' || path === '/' ? places[0] : places.find((place) => place.path === path)
}
