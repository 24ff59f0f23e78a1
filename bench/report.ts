import type { Peak } from './peak.ts'

/** What was measured of one subject at one batch size. */
export interface Row {
  readonly batch: number
  readonly subject: string
  readonly threads: number
  /** Median over the rounds. */
  readonly imagesPerSecond: number
  /** Slowest and fastest round. */
  readonly range: readonly [number, number]
  /** Against PyTorch's best at this batch size in the same rounds; absent without PyTorch. */
  readonly ratio?: number
  /**
   * Operations a second, counted as the sums are written down, of what as many threads' micro-kernel does in cache; of the engine `simd` only.
   * Winograd's algorithm multiplies less than is counted.
   */
  readonly peakShare?: number
  readonly peakMiB: number
}

/** How many times as fast all threads train as one. */
export interface Scaling {
  readonly batch: number
  readonly threads: number
  readonly ratio: number
}

export interface Latency {
  readonly subject: string
  readonly p50: number
  readonly p95: number
}

export interface Report {
  readonly processor: string
  readonly cores: number
  readonly load: readonly number[]
  readonly peak: Peak
  readonly scaling: readonly Scaling[]
  readonly rounds: number
  readonly rows: readonly Row[]
  readonly latencies: readonly Latency[]
  /** Subjects that could not be measured, and why. */
  readonly skipped: readonly { subject: string; reason: string }[]
}

/** The table, for people. */
export function formatReport(report: Report): string {
  const heads = ['batch', 'subject', 'threads', 'images/s', 'range', "× PyTorch's best", 'of peak', 'peak MiB']
  const cells = report.rows.map((row) => [
    String(row.batch),
    row.subject,
    String(row.threads),
    row.imagesPerSecond.toFixed(0),
    row.range.map((value) => value.toFixed(0)).join('–'),
    row.ratio === undefined ? '' : row.ratio.toFixed(2),
    row.peakShare === undefined ? '' : `${(100 * row.peakShare).toFixed(0)} %`,
    row.peakMiB.toFixed(0),
  ])
  const latencies = report.latencies.map(({ subject, p50, p95 }) => [subject, p50.toFixed(2), p95.toFixed(2)])
  return [
    `${report.processor}, ${report.cores} cores, ${report.peak.alone.toFixed(0)} GFLOP/s on one, ${report.peak.together.toFixed(0)} on all at once; load ${report.load.map((value) => value.toFixed(1)).join(' ')}`,
    '',
    `Training, the slides' model, 3×32×32: medians of ${report.rounds} interleaved rounds`,
    ...table(heads, cells),
    '',
    ...report.scaling.map(
      ({ batch, threads, ratio }) =>
        `batch ${batch}: simd's ${threads} threads train ${ratio.toFixed(2)} times as fast as one; ` +
        `their micro-kernel in cache computes ${(report.peak.together / report.peak.alone).toFixed(2)} times as fast`,
    ),
    '',
    'Inpainting one picture, milliseconds',
    ...table(['subject', 'p50', 'p95'], latencies),
    ...report.skipped.map(({ subject, reason }) => `\nnot measured: ${subject}: ${reason}`),
  ].join('\n')
}

/** Columns as wide as they need; numbers to the right, the subject to the left. */
function table(heads: readonly string[], rows: readonly string[][]): string[] {
  const all = [[...heads], ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  const left = heads.indexOf('subject')
  return all.map((row) =>
    row
      .map((cell, column) => (column === left ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
}
