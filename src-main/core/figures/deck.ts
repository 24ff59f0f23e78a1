import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { type FigureKindName, figureKinds } from '../../../src-shared/figures/kinds.ts'
import { type FigureOptions, figureOptionsSchema } from '../../../src-shared/figures/options.ts'
import type { RenderedDeck, RenderedFigure } from '../../../src-shared/figures/rendered.ts'
import { renderFigure } from '../../../src-shared/figures/svg/render.ts'
import { formatCount } from '../../../src-shared/format/numbers.ts'
import { slidesMasks } from '../../../src-shared/masks/registry.ts'
import { headlineMask, type RunDetail, validationPsnr } from '../../../src-shared/runs.ts'
import type { FigureParts } from './kinds/kind.ts'
import { gatherers } from './kinds/registry.ts'
import { checkpointStep } from './pictures.ts'
import { captionOf, metadataOf } from './words.ts'

type DeckOptions = Pick<FigureOptions, 'checkpoint' | 'split' | 'evaluate' | 'colours'>

export interface MadeDeck {
  readonly deck: RenderedDeck
  readonly step: number
  /** What was left out, and why. */
  readonly notes: readonly string[]
}

/** The original's experiment section, slide by slide. */
function plan(run: RunDetail): [FigureKindName, Partial<FigureOptions>][] {
  const series = ['loss', validationPsnr(headlineMask)].filter((name) => run.seriesNames.includes(name))
  return [
    ['architecture', {}],
    ['curve', { series: series.length > 0 ? series : ['loss'] }],
    ...slidesMasks.map((mask): [FigureKindName, Partial<FigureOptions>] => [
      'gallery',
      { masks: [mask], ...(mask.kind === 'all' && { baselines: ['mean'] }) },
    ]),
    ['latent', {}],
    ['latent-map', {}],
    ['mask-rates', {}],
    ['table', {}],
  ]
}

export interface DeckProgress {
  /** Slides, the one at work by its share. */
  readonly done: number
  readonly of: number
  /** The slide at work. */
  readonly what: string
}

/** @throws the signal's reason */
export async function makeDeck(
  parts: FigureParts,
  run: RunDetail,
  chosen: DeckOptions,
  { signal, onProgress }: { signal: AbortSignal; onProgress?: (progress: DeckProgress) => void },
): Promise<MadeDeck> {
  const slides: RenderedDeck['slides'][number][] = [await coverOf(parts, run)]
  const notes: string[] = []
  const planned = plan(run)
  for (const [i, [kind, own]] of planned.entries()) {
    signal.throwIfAborted()
    const what = figureKinds.find(({ name }) => name === kind)!.label
    const tell = (share: number) => onProgress?.({ done: i + share, of: planned.length, what })
    tell(0)
    const options = figureOptionsSchema.parse({ ...chosen, ...own, size: 'deck' })
    try {
      const made = await gatherers[kind](parts, { runs: [run], options, signal, onShare: tell })
      notes.push(...made.notes)
      slides.push({
        title: made.figure.title,
        notes: speakerNotes(made.figure, made.notes),
        figure: untitled(made.figure, options),
      })
    } catch (error) {
      if (!(error instanceof WorkbenchError) || signal.aborted) throw error
      notes.push(`Left out ${kind}: ${messageOf(error)}`)
    }
  }
  const step = checkpointStep(run, figureOptionsSchema.parse(chosen))
  return { deck: { title: `Implicit image inpainting: ${run.name}`, slides, metadata: metadataOf([run], step) }, step, notes }
}

type Shown = Parameters<typeof renderFigure>[0]

/** The slide has the title, as text that can be edited. */
function untitled(figure: Shown, options: FigureOptions): RenderedFigure {
  return { ...renderFigure({ ...figure, title: '' }, options), title: figure.title }
}

function speakerNotes({ caption, metadata }: Pick<Shown, 'caption' | 'metadata'>, notes: readonly string[]): string {
  return [caption ?? '', ...notes, '', ...Object.entries(metadata).map(([name, value]) => `${name}: ${value}`)].join('\n')
}

async function coverOf(parts: FigureParts, run: RunDetail): Promise<RenderedDeck['slides'][number]> {
  const { config } = run
  const figure: Shown = {
    title: 'Implicit image inpainting',
    caption: 'After Yunkyu Lee, Implicit Image Inpainting, POSTECH, 2022.',
    body: {
      type: 'cover',
      lines: [
        await captionOf(parts, [run], []),
        `${formatCount(run.parameters)} parameters, pictures of ${config.imageSize}×${config.imageSize} pixels`,
        `α = ${config.alpha}, β = ${config.beta}, batch size ${config.batchSize}, learning rate ${config.learningRate}`,
      ],
    },
    metadata: metadataOf([run], run.step),
    data: [],
  }
  return {
    title: figure.title,
    notes: speakerNotes(figure, []),
    figure: untitled(figure, figureOptionsSchema.parse({ size: 'deck' })),
  }
}
