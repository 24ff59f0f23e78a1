import { z } from 'zod'
import { measuredSchema } from '../numbers.ts'
import { drawnSeriesSchema } from '../runs.ts'
import { floatsSchema } from './arrays.ts'

const runIds = z.array(z.string().min(1)).max(100)

/** One line of a comparison: a run's own series, or the mean of several runs with its spread. */
export const comparedSeriesSchema = drawnSeriesSchema.extend({
  /** Mean − and + the sample standard deviation at each smoothed point, of several runs. */
  band: z.object({ low: floatsSchema, high: floatsSchema }).nullable(),
})
export type ComparedSeries = z.infer<typeof comparedSeriesSchema>

/** What many runs reached, side by side. */
export const comparisonCalls = {
  /** One series of many runs, ready to draw: a line for each group, the mean of its runs where there are several. */
  'compare.curves': {
    input: z.strictObject({
      name: z.string(),
      groups: z.array(runIds.min(1)).max(100),
      smoothing: z.number().min(0).max(0.9999),
      buckets: z.int().min(16).max(20_000),
      fromStep: z.number().optional(),
      toStep: z.number().optional(),
      /** Whether the line as it was measured comes with the smoothed one. */
      raw: z.boolean(),
      /** Points spread for a logarithmic axis of steps. */
      logX: z.boolean().optional(),
    }),
    output: z.array(comparedSeriesSchema),
  },
  /**
   * Every validation figure at each run's best step (its last, where none is best): one checkpoint's, so that they belong together; and
   * the steps at which sample pictures were logged.
   */
  'compare.metrics': {
    input: z.strictObject({ runs: runIds }),
    output: z.array(
      z.object({
        run: z.string(),
        step: z.number().nullable(),
        values: z.record(z.string(), measuredSchema),
        sampleSteps: z.array(z.number()),
      }),
    ),
  },
} as const
