import { computed, onScopeDispose, watchEffect } from 'vue'
import { useRouter } from 'vue-router'
import { useBaselines } from '../stores/baselines.ts'
import { type Options, useFigureChoice } from '../stores/figureChoice.ts'
import { useSelection } from '../stores/selection.ts'
import { useViewCommands } from '../stores/viewCommands.ts'

/**
 * Hands what a view shows over to the composer, as a gallery; the command palette offers it too.
 *
 * @param options of the figure, asked for at that moment
 * @param shown whether there is anything to show yet
 */
export function useAddToFigure(options: () => Options, shown: () => boolean) {
  const figure = useFigureChoice()
  const selection = useSelection()
  const baselines = useBaselines()
  const commands = useViewCommands()
  const router = useRouter()

  /** Why it is not to be had yet, where there is something to show: a baseline that is still on its way would not come along. */
  const waiting = computed(() => (shown() && !baselines.answered ? 'It is being read which baselines there are' : undefined))
  const possible = computed(() => shown() && waiting.value === undefined)
  function addToFigure() {
    if (!possible.value) return
    figure.show('gallery', options())
    void router.push({ path: '/figures', query: selection.query })
  }
  watchEffect(() => {
    commands.offered = possible.value
      ? [
          {
            id: 'add to figure',
            label: 'Add to figure',
            group: 'Actions',
            key: 'f',
            words: 'export gallery slide',
            run: addToFigure,
          },
        ]
      : []
  })
  onScopeDispose(() => {
    commands.offered = []
  })
  return { possible, waiting, addToFigure }
}
