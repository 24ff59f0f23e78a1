import type { DataTable } from './rendered.ts'

/**
 * What a figure shows, before anything is drawn: data alone. A kind of figure (`kinds.ts`) is gathered into one of a few bodies, and each
 * body is drawn in one way (`svg/render.ts`).
 */
export interface Figure {
  readonly title: string
  /** Below the figure: what it is made of; null for none. */
  readonly caption: string | null
  readonly body: FigureBody
  readonly metadata: Readonly<Record<string, string>>
  readonly data: readonly DataTable[]
}

export type FigureBody = ChartBody | PicturesBody | TableBody | MapBody | DiagramBody | CoverBody

export interface Point {
  readonly x: number
  /** NaN where there is nothing to draw: the line has a gap. */
  readonly y: number
}

export interface ChartBody {
  readonly type: 'chart'
  readonly panels: readonly ChartPanel[]
}

export interface ChartPanel {
  readonly xTitle: string
  readonly yTitle: string
  /** Numbers, or seconds to be shown as times. */
  readonly x: 'number' | 'seconds'
  readonly yScale: 'linear' | 'log'
  readonly lines: readonly ChartLine[]
}

export interface ChartLine {
  /** At the line's end; empty for none. */
  readonly label: string
  /** Behind the label: the line's last value. */
  readonly value: string
  /** Number of the token `--series-n`; 0: the third ink. */
  readonly colour: number
  /** Dashes and gaps, in line widths; empty: solid. */
  readonly dash: readonly number[]
  readonly strong: boolean
  /** A dot at every point: of few points, each measured. */
  readonly dots: boolean
  readonly points: readonly Point[]
  /** Behind, at a quarter of the strength. */
  readonly raw: readonly Point[]
  /** x of values that cannot be drawn: NaN, infinite or, on a log scale, not positive. */
  readonly flagged: readonly number[]
  readonly intervals: readonly { readonly x: number; readonly low: number; readonly high: number }[]
}

/** Pictures in rows and columns. */
export interface PicturesBody {
  readonly type: 'pictures'
  /** Width and height of each picture, in pixels. */
  readonly size: number
  readonly channels: number
  readonly columns: readonly string[]
  readonly sections: readonly PictureSection[]
  /** The top of the error maps' one scale, in [0, 1]; null without error maps. */
  readonly errorTop: number | null
}

export interface PictureSection {
  /** Above its rows or beside them; empty for none. */
  readonly label: string
  /** One cell a column; null leaves a place empty. */
  readonly rows: readonly (readonly (PictureCell | null)[])[]
}

export interface PictureCell {
  /** [size, size, channels] uint8, finer where `scale` says so; or absolute errors [size, size] in [0, 1]. */
  readonly pixels: Uint8Array | Float32Array
  /** Pixels of this picture to one of the others, in width and height; 1 where it is absent. */
  readonly scale?: number
  /** [size, size], 1 = known; what is missing is hatched. */
  readonly mask?: Uint8Array
  /** In its corner, or below it where that is too small. */
  readonly text?: string
  /** The best of its row. */
  readonly best?: boolean
}

export interface TableBody {
  readonly type: 'table'
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly TableCell[])[]
  /** Rows may become columns where that fits better: the first column's cells are the rows' names. */
  readonly turnable: boolean
}

export interface TableColumn {
  readonly head: TableCell
  readonly align: 'left' | 'right'
}

export interface TableCell {
  readonly text: string
  /** The best of its column, or of its row. */
  readonly strong?: boolean
  /** Numbers are set in figures of one width. */
  readonly number?: boolean
  /** A run's colour, before the text. */
  readonly colour?: number
}

/** Pictures as points of a plane, both axes on one scale. */
export interface MapBody {
  readonly type: 'map'
  readonly size: number
  readonly channels: number
  readonly xTitle: string
  readonly yTitle: string
  readonly points: readonly (Point & { readonly pixels: Uint8Array })[]
  readonly marks: readonly (Point & { readonly label: string })[]
}

/** Boxes in rows, read from left to right and row by row. */
export interface DiagramBody {
  readonly type: 'diagram'
  readonly rows: readonly DiagramRow[]
}

export interface DiagramRow {
  readonly label: string
  readonly boxes: readonly DiagramBox[]
}

export interface DiagramBox {
  /** What flows, or what computes. */
  readonly look: 'data' | 'layer'
  readonly title: string
  /** A shape, a count; the first that fit. */
  readonly lines: readonly string[]
}

/** A first slide. */
export interface CoverBody {
  readonly type: 'cover'
  /** Pictures above the lines, beside each other; null: the restorer's hatching. */
  readonly pictures: (Pick<PicturesBody, 'size' | 'channels'> & { readonly cells: readonly PictureCell[] }) | null
  readonly lines: readonly string[]
}
