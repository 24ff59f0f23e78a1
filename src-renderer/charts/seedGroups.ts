import { flattenConfig, type RunConfig } from '../../src-shared/config.ts'
import type { RunSummary } from '../../src-shared/runs.ts'

/** Runs shown as one line: alone, or the same configuration with other seeds. */
export interface RunGroup {
  /** The first run's id. */
  readonly key: string
  readonly runs: readonly RunSummary[]
}

function withoutSeed(config: RunConfig): string {
  const { seed: _, ...rest } = flattenConfig(config)
  return JSON.stringify(rest)
}

/** @param together whether runs that differ in the seed alone make one group */
export function groupRuns(runs: readonly RunSummary[], together: boolean): RunGroup[] {
  if (!together) return runs.map((run) => ({ key: run.id, runs: [run] }))
  const groups = new Map<string, RunSummary[]>()
  for (const run of runs) {
    const same = withoutSeed(run.config)
    groups.set(same, [...(groups.get(same) ?? []), run])
  }
  return [...groups.values()].map((members) => ({ key: members[0]!.id, runs: members }))
}

/** "slides-beta0.1-1", or "slides-beta0.1, 3 seeds". */
export function groupLabel({ runs }: RunGroup): string {
  const [first] = runs
  if (runs.length === 1) return first!.name
  return `${first!.name.replace(/-\d+$/, '')}, ${runs.length} seeds`
}
