import type { Component } from 'vue'
import CompareView from './CompareView.vue'
import DataSetsView from './DataSetsView.vue'
import FiguresView from './FiguresView.vue'
import GalleriesView from './GalleriesView.vue'
import InpaintView from './InpaintView.vue'
import LatentsView from './LatentsView.vue'
import RunsView from './RunsView.vue'

/** A view of the sidebar: adding one is a line here. */
export interface Place {
  readonly path: string
  readonly name: string
  /** The key that opens it, from anywhere. */
  readonly key: string
  readonly view: Component
  /** True where the selected runs, picture and mask travel along: see `stores/selection.ts`. */
  readonly selects: boolean
}

export const places: readonly Place[] = [
  { path: '/runs', name: 'Runs', key: '1', view: RunsView, selects: false },
  { path: '/data', name: 'Data', key: '2', view: DataSetsView, selects: false },
  { path: '/compare', name: 'Compare', key: '3', view: CompareView, selects: true },
  { path: '/galleries', name: 'Galleries', key: '4', view: GalleriesView, selects: true },
  { path: '/inpaint', name: 'Inpaint', key: '5', view: InpaintView, selects: true },
  { path: '/latents', name: 'Latents', key: '6', view: LatentsView, selects: true },
  { path: '/figures', name: 'Figures', key: '7', view: FiguresView, selects: true },
]
