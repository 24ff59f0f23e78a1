import { watch } from 'vue'
import { useRoute } from 'vue-router'
import { type Query, wrongWord } from '../format/addressWords.ts'
import { rewriteQuery } from '../router.ts'
import { useAddressFaults } from '../stores/addressFaults.ts'
import { useRuns } from '../stores/runs.ts'
import { parseSelection, selectionNames, selectionQuery, useSelection } from '../stores/selection.ts'
import { places } from '../views/places.ts'

/**
 * Keeps the selection and the address in step in the views that show it: a reload, a link sent to someone, Back and Forward show the
 * same thing. What an address names wrongly is left out, and the person told. Used once, by the app.
 */
export function useSelectionAddress(): void {
  const route = useRoute()
  const selection = useSelection()
  const runs = useRuns()
  const faults = useAddressFaults()
  const selects = (path: string) => places.some((place) => place.selects && path.startsWith(place.path))
  const ownOf = (query: Query) => Object.fromEntries(Object.entries(query).filter(([name]) => !selectionNames.includes(name)))
  const write = () => rewriteQuery({ ...ownOf(route.query), ...selection.query })

  watch(
    () => route.fullPath,
    () => {
      if (!selects(route.path)) return
      const named = selectionNames.some((name) => name in route.query)
      if (!named) return write()
      let wrong = false
      const next = parseSelection(route.query, (name, error) => {
        wrong = true
        faults.tell(name, error)
      })
      // A view's own words change the address too: what is selected stays as it is, for whoever watches it.
      if (JSON.stringify(selectionQuery(next)) !== JSON.stringify(selection.query)) {
        selection.set(next)
        selection.namedPicture = next.picture
      }
      if (wrong) write()
    },
  )
  /** Which runs there are is told later than what an address names. */
  watch([() => route.fullPath, () => runs.loaded], () => {
    if (!runs.loaded || !selects(route.path)) return
    const strange = parseSelection(route.query).runs.filter((id) => !runs.byId.has(id))
    for (const id of strange) faults.tell('runs', wrongWord('a run of this database', id))
    if (strange.length > 0) selection.set({ runs: selection.runs.filter((id) => !strange.includes(id)) })
  })
  watch(
    () => selection.query,
    (query) => {
      if (!selects(route.path)) return
      const now = JSON.stringify(selectionQuery(parseSelection(route.query)))
      if (now !== JSON.stringify(query)) write()
    },
  )
}
