import { type RunState, type RunSummary, runStates } from '../../../src-shared/runs.ts'
import { stateWord } from '../../format/states.ts'

export const sortKeys = ['state', 'name', 'progress', 'bestPsnr', 'loss', 'speed', 'engine', 'started'] as const
export type SortKey = (typeof sortKeys)[number]
export interface Sorting {
  readonly key: SortKey
  readonly descending: boolean
}

const sortValue: Record<SortKey, (run: RunSummary) => number | string | null> = {
  state: (run) => runStates.indexOf(run.state),
  name: (run) => run.name,
  progress: (run) => run.step / run.config.steps,
  bestPsnr: (run) => run.bestPsnr,
  loss: (run) => run.loss,
  speed: (run) => run.imagesPerSecond,
  engine: (run) => run.engine,
  started: (run) => run.startedAt ?? run.createdAt,
}

const naturally = new Intl.Collator('en', { numeric: true })

/** Runs without a value come last whichever way it goes. */
export function sortRuns(runs: readonly RunSummary[], { key, descending }: Sorting): RunSummary[] {
  const value = sortValue[key]
  return [...runs].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    const order = typeof x === 'string' ? naturally.compare(x, String(y)) : x - Number(y)
    return descending ? -order : order
  })
}

/** Every word must be somewhere in what the row says. */
export function filterRuns(runs: readonly RunSummary[], text: string, state: RunState | ''): RunSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return runs.filter((run) => {
    if (state && run.state !== state) return false
    const said = [run.name, run.id, run.preset, run.dataset, run.engine ?? '', stateWord(run.state)].join(' ').toLowerCase()
    return words.every((word) => said.includes(word))
  })
}
