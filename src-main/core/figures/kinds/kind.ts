import type { Handlers } from '../../../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../../../src-shared/contract/workbench.ts'
import type { Figure } from '../../../../src-shared/figures/figure.ts'
import type { FigureOptions } from '../../../../src-shared/figures/options.ts'
import type { RunDetail } from '../../../../src-shared/runs.ts'
import type { DatasetCache } from '../../datasets/dataset-cache.ts'
import type { EvaluationParts } from '../../evaluation/evaluation.ts'
import type { SeriesCache } from '../../series-cache.ts'

/** What figures are gathered from. */
export interface FigureParts {
  readonly series: SeriesCache
  readonly datasets: DatasetCache
  readonly evaluations: EvaluationParts
  /** What the views ask, so that figures show the same. */
  readonly ask: Pick<
    Handlers<WorkbenchContract>,
    'pictures.read' | 'pictures.fill' | 'methods.baselines' | 'latents.map' | 'latents.decode' | 'compare.metrics'
  >
}

export interface FigureSubject {
  /** At least one, as many as the kind takes. */
  readonly runs: readonly RunDetail[]
  readonly options: FigureOptions
  readonly signal: AbortSignal
  /** Hears of what takes long how much of it is done, from 0 to 1. */
  readonly onShare?: (share: number) => void
}

export interface GatheredFigure {
  readonly figure: Figure
  /** Of training, for the file's name. */
  readonly step: number
  /** What whoever looks should know besides, a sentence each. */
  readonly notes: readonly string[]
}

/**
 * Finds out what a kind of figure shows.
 *
 * @throws WorkbenchError saying what is missing and what to do; the signal's reason
 */
export type GatherFigure = (parts: FigureParts, subject: FigureSubject) => Promise<GatheredFigure>
