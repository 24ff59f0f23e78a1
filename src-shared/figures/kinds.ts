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

export const figureKindNames = ['curve'] as const
export type FigureKindName = (typeof figureKindNames)[number]

export const figureKinds: readonly FigureKind[] = [
  {
    name: 'curve',
    label: 'Training curve',
    summary: 'Losses and validation figures by step or time, smoothed, of one run or several.',
    mostRuns: 20,
    options: ['series', 'smoothing', 'xAxis', 'yScale', 'xTitle', 'yTitle', 'labels', 'colours'],
  },
]
