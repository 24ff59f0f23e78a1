import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { parseSelection, type Query, selectionQuery, useSelection } from '../stores/selection.ts'
import { places } from '../views/places.ts'

/** Names of the query that belong to the selection; a view's own stand beside them and are left alone. */
const selectionNames = ['runs', 'checkpoint', 'split', 'picture', 'mask']

/**
 * Keeps the selection and the address in step in the views that show it: a reload, a link sent to someone, Back and Forward show the
 * same thing. Used once, by the app.
 */
export function useSelectionAddress(): void {
  const route = useRoute()
  const router = useRouter()
  const selection = useSelection()
  const selects = (path: string) => places.some((place) => place.selects && path.startsWith(place.path))
  const ownOf = (query: Query) => Object.fromEntries(Object.entries(query).filter(([name]) => !selectionNames.includes(name)))

  watch(
    () => route.fullPath,
    () => {
      if (!selects(route.path)) return
      const named = selectionNames.some((name) => name in route.query)
      if (named) {
        const next = parseSelection(route.query)
        // A view's own words change the address too: what is selected stays as it is, for whoever watches it.
        if (JSON.stringify(selectionQuery(next)) !== JSON.stringify(selection.query)) selection.set(next)
      } else void router.replace({ query: { ...route.query, ...selection.query } })
    },
  )
  watch(
    () => selection.query,
    (query) => {
      if (!selects(route.path)) return
      const now = JSON.stringify(selectionQuery(parseSelection(route.query)))
      if (now !== JSON.stringify(query)) void router.replace({ query: { ...ownOf(route.query), ...query } })
    },
  )
}
