import { sharedWords } from '../../../src-shared/format/run-names.ts'
import { activeStates, type RunSummary } from '../../../src-shared/runs.ts'

/** A sweep's runs of the list, under one row that opens and closes. */
export interface SweepEntry {
  readonly kind: 'sweep'
  readonly sweep: string
  readonly runs: readonly RunSummary[]
  readonly open: boolean
}
export interface RunEntry {
  readonly kind: 'run'
  readonly run: RunSummary
  /** Whether it stands under its sweep's row. */
  readonly inSweep: boolean
}
export type TableEntry = SweepEntry | RunEntry

export const isActive = (run: RunSummary) => activeStates.includes(run.state)

/**
 * Rows of the table: a sweep stands where the first of its runs would, followed by them where it is open.
 *
 * @param runs sorted
 * @param opened what a person opened or closed; a sweep under way is open by itself
 */
export function tableEntries(runs: readonly RunSummary[], opened: ReadonlyMap<string, boolean>): TableEntry[] {
  const sweeps = new Map<string, RunSummary[]>()
  for (const run of runs) {
    if (!run.sweep) continue
    const members = sweeps.get(run.sweep)
    if (members) members.push(run)
    else sweeps.set(run.sweep, [run])
  }
  const entries: TableEntry[] = []
  const done = new Set<string>()
  for (const run of runs) {
    if (!run.sweep) entries.push({ kind: 'run', run, inSweep: false })
    else if (!done.has(run.sweep)) {
      done.add(run.sweep)
      const members = sweeps.get(run.sweep)!
      const open = opened.get(run.sweep) ?? members.some(isActive)
      entries.push({ kind: 'sweep', sweep: run.sweep, runs: members, open })
      if (open) entries.push(...members.map((member): RunEntry => ({ kind: 'run', run: member, inSweep: true })))
    }
  }
  return entries
}

type Named = Pick<RunSummary, 'sweep' | 'name'>
/** Runs beside which a name is read: those of its sweep; outside of one, those that begin alike. */
export const groupOf = ({ sweep, name }: Named) => (sweep ? `sweep ${sweep}` : `word ${name.split('-', 1)[0]}`)

/** By group, the words that all its names have. */
export function sharedInGroups(runs: readonly Named[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = Map.groupBy(runs, groupOf)
  return new Map([...groups].map(([group, members]) => [group, sharedWords(members.map(({ name }) => name))]))
}

/** "12 runs, 1 training, 4 queued" */
export function describeSweepRuns(runs: readonly RunSummary[]): string {
  const count = (state: RunSummary['state']) => runs.filter((run) => run.state === state).length
  const parts = [`${runs.length} run${runs.length === 1 ? '' : 's'}`]
  if (count('running') > 0) parts.push(`${count('running')} training`)
  if (count('queued') > 0) parts.push(`${count('queued')} queued`)
  const broken = count('failed') + count('crashed')
  if (broken > 0) parts.push(`${broken} failed`)
  return parts.join(', ')
}
