import type { FigureOptions } from './options.ts'

/** A kind of figure, for lists and forms; how it is made is in `src-main/core/figures/kinds`. */
export interface FigureKind {
  readonly name: FigureKindName
  readonly label: string
  /** What it shows, one sentence. */
  readonly summary: string
  readonly mostRuns: number
  /** Options it takes besides those of every figure: size, ground, scales, title and caption. */
  readonly options: readonly (keyof FigureOptions)[]
}

export const figureKindNames = ['curve', 'gallery', 'mask-rates', 'table', 'latent', 'latent-map', 'architecture'] as const
export type FigureKindName = (typeof figureKindNames)[number]

export const figureKinds: readonly FigureKind[] = [
  {
    name: 'curve',
    label: 'Training curve',
    summary: 'Losses and validation figures by step or time, smoothed, of one run or several.',
    mostRuns: 20,
    options: ['series', 'smoothing', 'xAxis', 'yScale', 'xTitle', 'yTitle', 'labels', 'colours'],
  },
  {
    name: 'gallery',
    label: 'Gallery',
    summary:
      'Test pictures, or one of your own, as they were, masked, and filled in by runs and baselines, with error maps on one scale.',
    mostRuns: 6,
    options: ['checkpoint', 'split', 'masks', 'samples', 'ownPicture', 'scale', 'baselines', 'errorMaps', 'errorTop', 'labels'],
  },
  {
    name: 'mask-rates',
    label: 'PSNR by p',
    summary: 'PSNR by the share of known pixels, with intervals, of runs and baselines.',
    mostRuns: 6,
    options: ['checkpoint', 'split', 'masks', 'evaluate', 'xTitle', 'yTitle', 'labels', 'colours'],
  },
  {
    name: 'table',
    label: 'Table',
    summary: 'Of one run its settings and results; of several what differs and what each reached.',
    mostRuns: 20,
    options: ['labels', 'colours'],
  },
  {
    name: 'latent',
    label: 'Latent interpolation',
    summary: 'From one test picture to another through the latent space, decoded on the way.',
    mostRuns: 1,
    options: ['checkpoint', 'split', 'samples'],
  },
  {
    name: 'latent-map',
    label: 'Latent map',
    summary: 'Test pictures where their latents lie along the two principal directions.',
    mostRuns: 1,
    options: ['checkpoint', 'split', 'xTitle', 'yTitle'],
  },
  {
    name: 'architecture',
    label: 'Architecture',
    summary: 'The configured model with its shapes and parameter counts.',
    mostRuns: 1,
    options: [],
  },
]
