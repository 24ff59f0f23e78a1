/** Columns of what a figure shows, for CSV: numbers as they were measured, null where there is none. */
export interface DataTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** A figure drawn once, from which every format is made. */
export interface RenderedFigure {
  /**
   * A whole document of `width` by `height` points, in few elements: svg, title, desc, metadata, defs with clipPath, g, rect, line, polyline,
   * polygon, path (M L C Z), circle, text and image (a PNG data URI). Fonts are named, not embedded: "Inter" 400 and 600, "JetBrains Mono" 400.
   */
  readonly svg: string
  /** In points, 1/72 inch. */
  readonly width: number
  readonly height: number
  readonly title: string
  /** What it was made of: run id, seed, configuration hash, step, smoothing, program version. */
  readonly metadata: Readonly<Record<string, string>>
  readonly data: readonly DataTable[]
}

/** A set of slides, one figure each. */
export interface RenderedDeck {
  readonly title: string
  readonly slides: readonly { readonly title: string; readonly notes?: string; readonly figure: RenderedFigure }[]
  readonly metadata: Readonly<Record<string, string>>
}

export const figureFormatNames = ['svg', 'pdf', 'png', 'csv'] as const
export type FigureFormatName = (typeof figureFormatNames)[number]

/** One way to write a figure. The same figure gives the same bytes: no clock, no random numbers. */
export interface FigureFormat {
  readonly name: FigureFormatName
  readonly extension: string
  readonly mime: string
  write(figure: RenderedFigure): Promise<Uint8Array>
}

const digits = (value: number, count: number) => String(value).padStart(count, '0')

/** What file systems and slide programs take in a name, whatever a run is called. */
const safe = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}.+-]+/gu, '-')
    .replace(/^[-.]+|-+$/g, '') || 'run'

/**
 * `<run>_<figure>_<step>_<YYYYMMDD-HHmmss>` without an extension.
 *
 * @param run its name; of several the first's, and how many more
 * @param time when it was exported, in the place's own time
 */
export function figureFileName(run: string, figure: string, step: number, time: Date): string {
  const day = `${digits(time.getFullYear(), 4)}${digits(time.getMonth() + 1, 2)}${digits(time.getDate(), 2)}`
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => digits(part, 2)).join('')
  return `${safe(run).slice(0, 120)}_${figure}_${step}_${day}-${clock}`
}
