import { onScopeDispose, watchEffect } from 'vue'
import { useRouter } from 'vue-router'
import { type Options, useFigureChoice } from '../stores/figureChoice.ts'
import { useSelection } from '../stores/selection.ts'
import { useViewCommands } from '../stores/viewCommands.ts'

/**
 * Hands what a view shows over to the composer, as a gallery; the command palette offers it too.
 *
 * @param options of the figure, asked for at that moment
 * @param possible whether there is anything to show yet
 */
export function useAddToFigure(options: () => Options, possible: () => boolean): () => void {
  const figure = useFigureChoice()
  const selection = useSelection()
  const commands = useViewCommands()
  const router = useRouter()

  function add() {
    if (!possible()) return
    figure.show('gallery', options())
    void router.push({ path: '/figures', query: selection.query })
  }
  watchEffect(() => {
    commands.offered = possible()
      ? [{ id: 'add to figure', label: 'Add to figure', group: 'Actions', key: 'f', words: 'export gallery slide', run: add }]
      : []
  })
  onScopeDispose(() => {
    commands.offered = []
  })
  return add
}
