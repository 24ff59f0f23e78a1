import { WorkbenchError } from '../../../src-shared/errors.ts'
import { figureKinds } from '../../../src-shared/figures/kinds.ts'
import type { FigureRequest } from '../../../src-shared/figures/options.ts'
import type { RenderedFigure } from '../../../src-shared/figures/rendered.ts'
import { renderFigure } from '../../../src-shared/figures/svg/render.ts'
import type { RunDetail } from '../../../src-shared/runs.ts'
import type { RunStore } from '../store/run-store.ts'
import type { FigureParts } from './kinds/kind.ts'
import { gatherers } from './kinds/registry.ts'
import { worded } from './words.ts'

/** A figure ready to be shown or written. */
export interface MadeFigure {
  readonly rendered: RenderedFigure
  /** For a file's name: the first run's name, and how many more there are. */
  readonly run: string
  readonly step: number
  readonly notes: readonly string[]
}

/**
 * Gathers and draws a figure.
 *
 * @throws WorkbenchError `no-run`, `figure-runs` for more runs than the kind takes, and what the kind lacks
 */
export async function makeFigure(
  parts: FigureParts & { readonly store: RunStore },
  { kind, runs: references, options }: FigureRequest,
  signal: AbortSignal,
): Promise<MadeFigure> {
  const runs: RunDetail[] = []
  for (const reference of references) {
    const run = (await parts.store.getRun(await parts.store.resolve(reference)))!
    if (!runs.some(({ id }) => id === run.id)) runs.push(run)
  }
  const { mostRuns, label } = figureKinds.find(({ name }) => name === kind)!
  if (runs.length > mostRuns) {
    throw new WorkbenchError(
      'figure-runs',
      `${label} shows ${mostRuns === 1 ? 'one run' : `at most ${mostRuns} runs`}, got ${runs.length}: leave some out`,
    )
  }
  const { figure, step, notes } = await gatherers[kind](parts, { runs, options, signal })
  signal.throwIfAborted()
  const [first, ...others] = runs as [RunDetail, ...RunDetail[]]
  return {
    rendered: renderFigure(worded(figure, options), options),
    run: others.length === 0 ? first.name : `${first.name}+${others.length}`,
    step,
    notes,
  }
}
