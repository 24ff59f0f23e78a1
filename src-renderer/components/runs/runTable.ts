import { type RunState, type RunSummary, runStates } from '../../../src-shared/runs.ts'
import { stateWord } from '../../format/states.ts'
import { runColumns } from './runColumns.ts'

export interface Sorting {
  /** `state`, `name` or a column's. */
  readonly key: string
  readonly descending: boolean
}

const sortValues = new Map<string, (run: RunSummary) => number | string | null>([
  ['state', (run) => runStates.indexOf(run.state)],
  ['name', (run) => run.name],
  ...runColumns.map(({ key, sort }) => [key, sort] as const),
])

const naturally = new Intl.Collator('en', { numeric: true })

/** Runs without a value come last whichever way it goes. */
export function sortRuns(runs: readonly RunSummary[], { key, descending }: Sorting): RunSummary[] {
  const value = sortValues.get(key)!
  return [...runs].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    const order = typeof x === 'string' ? naturally.compare(x, String(y)) : x - Number(y)
    return descending ? -order : order
  })
}

export interface RunFilter {
  readonly text: string
  readonly state: RunState | ''
  readonly tag: string
  readonly archived: boolean
}

/** Every word must be somewhere in what is said of the run; archived ones are left out unless wanted. */
export function filterRuns(runs: readonly RunSummary[], { text, state, tag, archived }: RunFilter): RunSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return runs.filter((run) => {
    if ((run.archived && !archived) || (state && run.state !== state) || (tag && !run.tags.includes(tag))) return false
    const said = [
      run.name,
      run.sweep ?? '',
      run.id,
      run.preset,
      run.dataset,
      run.engine ?? '',
      stateWord(run.state),
      ...run.tags,
      run.notes,
    ]
    return words.every((word) => said.join(' ').toLowerCase().includes(word))
  })
}
