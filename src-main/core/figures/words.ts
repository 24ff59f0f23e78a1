import type { Figure } from '../../../src-shared/figures/figure.ts'
import type { FigureOptions } from '../../../src-shared/figures/options.ts'
import { formatCount } from '../../../src-shared/format/numbers.ts'
import type { RunDetail } from '../../../src-shared/runs.ts'
import { programVersion } from '../program.ts'
import type { FigureParts } from './kinds/kind.ts'

/** What stands in every figure's file, so that it can be made again. */
export function metadataOf(
  runs: readonly RunDetail[],
  step: number,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all = (of: (run: RunDetail) => string | number | null) => runs.map((run) => String(of(run) ?? '–')).join(', ')
  return {
    run: all(({ id }) => id),
    name: all(({ name }) => name),
    seed: all(({ config }) => config.seed),
    configuration: all(({ configHash }) => configHash),
    dataset: [...new Set(runs.map(({ dataset }) => dataset))].join(', '),
    'dataset fingerprint': [...new Set(runs.map(({ datasetHash }) => datasetHash ?? '–'))].join(', '),
    step: String(step),
    ...more,
    program: `Lacuna ${programVersion}`,
  }
}

/** "slides-1, 20,000 steps, seed 1 · synthetic-faces (synthetic pictures)" */
export async function captionOf(
  { datasets }: Pick<FigureParts, 'datasets'>,
  runs: readonly RunDetail[],
  more: readonly string[],
): Promise<string> {
  const [first] = runs as [RunDetail]
  const of = runs.length === 1 ? [`${first.name}, ${formatCount(first.step)} steps, seed ${first.config.seed}`] : []
  const names = [...new Set(runs.map(({ dataset }) => dataset))]
  const sets = await Promise.all(
    names.map(async (name) => {
      const info = await datasets.info(name, { imageSize: first.config.imageSize }).catch(() => undefined)
      return info?.synthetic ? `${name} (synthetic pictures)` : name
    }),
  )
  return [...of, sets.join(', '), ...more].filter(Boolean).join(' · ')
}

/** Title and caption as the person wants them. */
export function worded(figure: Figure, { title, caption }: FigureOptions): Figure {
  return { ...figure, title: title ?? figure.title, caption: caption ? figure.caption : null }
}

/** What a run is called in a figure. */
export const nameOf = (run: Pick<RunDetail, 'id' | 'name'>, { labels }: FigureOptions) => labels[run.id] ?? run.name
