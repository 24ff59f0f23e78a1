import { storeToRefs } from 'pinia'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { formatDecibel } from '../../src-shared/format/numbers.ts'
import type { RunSummary } from '../../src-shared/runs.ts'
import type { Command } from '../components/shell/commands.ts'
import { stateWord } from '../format/states.ts'
import { themes, usePreferences } from '../stores/preferences.ts'
import { canPause, canResume, useRuns } from '../stores/runs.ts'
import { useSelection } from '../stores/selection.ts'
import { useViewCommands } from '../stores/viewCommands.ts'
import { places } from '../views/places.ts'

/** Everything the command palette offers where the person is. */
export function useCommands(help: () => void) {
  const router = useRouter()
  const route = useRoute()
  const runs = useRuns()
  const selection = useSelection()
  const viewCommands = useViewCommands()
  const { theme, rendering, showArchived } = storeToRefs(usePreferences())

  const views = places.map(
    ({ path, name, key }): Command => ({ id: `view ${path}`, label: name, group: 'Views', key, run: () => router.push(path) }),
  )

  function ofRun(run: RunSummary): Command[] {
    const command = (label: string, act: () => unknown, key?: string): Command => ({
      id: `run ${label}`,
      label: `${label} ${run.name}`,
      group: 'This run',
      ...(key && { key }),
      run: act,
    })
    return [
      ...(canPause(run) ? [command('Pause', () => runs.pause(run.id), 'p'), command('Stop', () => runs.stop(run.id), 's')] : []),
      ...(canResume(run) ? [command('Resume', () => runs.resume(run.id), 'p')] : []),
      command('Clone', () => router.push({ path: '/new', query: { from: run.id } }), 'c'),
      command(selection.runs.includes(run.id) ? 'Leave out of the selection' : 'Add to the selection', () =>
        selection.toggleRun(run.id),
      ),
      command(run.archived ? 'Unarchive' : 'Archive', () => runs.setArchived([run], !run.archived), 'a'),
      command('Delete', () => {
        void runs.remove([run])
        return router.push('/runs')
      }),
    ]
  }

  const actions = computed<Command[]>(() => {
    const action = (label: string, run: () => unknown, more: Partial<Command> = {}): Command => ({
      id: label,
      label,
      group: 'Actions',
      run,
      ...more,
    })
    const selected = selection.runs.length
    const newest = runs.all.filter((run) => !run.archived && run.step > 0).slice(0, 4)
    return [
      action('New run', () => router.push('/new'), { key: 'n', words: 'train launch sweep start' }),
      action('Add data', () => router.push('/data/add'), { words: 'dataset pictures folder import' }),
      ...(selected > 0
        ? [
            action(`Compare the ${selected} selected`, () => router.push({ path: '/compare', query: selection.query })),
            action('Select none', () => selection.set({ runs: [] })),
          ]
        : []),
      ...(newest.length > 1
        ? [
            action(`Compare the newest ${newest.length}`, () => {
              selection.set({ runs: newest.map(({ id }) => id) })
              return router.push({ path: '/compare', query: selection.query })
            }),
          ]
        : []),
      ...themes
        .filter((name) => name !== theme.value)
        .map((name) =>
          action(`Theme: ${name}`, () => {
            theme.value = name
          }),
        ),
      action(rendering.value === 'pixels' ? 'Show pictures smooth' : 'Show pictures pixel by pixel', () => {
        rendering.value = rendering.value === 'pixels' ? 'smooth' : 'pixels'
      }),
      action(showArchived.value ? 'Hide archived runs' : 'Show archived runs', () => {
        showArchived.value = !showArchived.value
      }),
      action('Shortcuts', help, { key: '?', words: 'help keys' }),
    ]
  })

  const every = computed<Command[]>(() =>
    runs.all.map((run) => ({
      id: run.id,
      label: run.name,
      group: 'Runs',
      about: run.bestPsnr === null ? stateWord(run.state) : `${formatDecibel(run.bestPsnr)} dB`,
      words: [run.id, run.sweep ?? '', run.dataset, ...run.tags].join(' '),
      run: () => router.push(`/runs/${run.id}`),
    })),
  )

  return computed<Command[]>(() => {
    const here = route.name === 'run' ? runs.byId.get(String(route.params.id)) : undefined
    return [...views, ...(here ? ofRun(here) : []), ...viewCommands.offered, ...actions.value, ...every.value]
  })
}
