import { setImmediate as nextTurn } from 'node:timers/promises'
import { bandOf, type Curve } from '../../src-shared/bands.ts'
import type { ComparedSeries } from '../../src-shared/contract/comparison-calls.ts'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { type DrawOptions, drawBand, drawSeries } from './draw-series.ts'
import type { SeriesCache, SmoothedSeries } from './series-cache.ts'
import type { RunStore } from './store/run-store.ts'

type Names = 'compare.curves' | 'compare.metrics'

/** Calls of `comparison-calls.ts`. */
export function createComparisonHandlers(store: RunStore, series: SeriesCache): Pick<Handlers<WorkbenchContract>, Names> {
  async function drawGroup(name: string, runs: readonly string[], smoothing: number, draw: DrawOptions): Promise<ComparedSeries> {
    if (runs.length === 1)
      return { ...(await series.read(runs[0]!, name, smoothing, (whole) => drawSeries(name, whole, draw))), band: null }
    const smoothed = ({ steps, times, smoothed: values }: SmoothedSeries): Curve => ({
      steps: steps.slice(),
      times: times.slice(),
      values: values.slice(),
    })
    return drawBand(name, bandOf(await Promise.all(runs.map((run) => series.read(run, name, smoothing, smoothed)))), draw)
  }

  async function metricsOf(run: string) {
    const detail = await store.getRun(run)
    const step = detail?.bestStep ?? detail?.lastValidationStep ?? null
    const values: Record<string, number> = {}
    const sampleSteps = detail?.sampleSteps ?? []
    if (step === null) return { run, step, values, sampleSteps }
    for (const name of detail!.seriesNames.filter((name) => name.startsWith('val/'))) {
      const value = (await store.readSeries(run, name, step, step)).values[0]
      if (value !== undefined) values[name] = value
    }
    return { run, step, values, sampleSteps }
  }

  return {
    'compare.curves': async ({ name, groups, smoothing, ...draw }, { signal }) => {
      const lines: ComparedSeries[] = []
      for (const runs of groups) {
        // A group is milliseconds of work: others get their turn between two, and nobody waits for what is no longer wanted.
        await nextTurn()
        signal.throwIfAborted()
        lines.push(await drawGroup(name, runs, smoothing, draw))
      }
      return lines
    },
    'compare.metrics': ({ runs }) => Promise.all(runs.map(metricsOf)),
  }
}
