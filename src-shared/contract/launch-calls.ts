import { z } from 'zod'
import { runConfigSchema } from '../config.ts'
import { sweepPlanSchema } from '../sweeps.ts'
import { engineChoiceSchema } from './engine-choice.ts'

export const startRunSchema = z.strictObject({
  config: runConfigSchema,
  preset: z.string(),
  /** Empty or absent: made from the preset and what differs. */
  name: z.string().trim().max(200).optional(),
  ...engineChoiceSchema.shape,
})
export type StartRun = z.infer<typeof startRunSchema>

/** As a run, and what varies about its configuration. `name` is the sweep's, which is numbered; its runs are named by what differs. */
export const startSweepSchema = startRunSchema.extend({ plan: sweepPlanSchema })
export type StartSweep = z.infer<typeof startSweepSchema>

/** Launching trainings and the order in which they wait. */
export const launchCalls = {
  'runs.start': { input: startRunSchema, output: z.object({ run: z.string() }) },
  /** Every run of it, queued in this order, or none. */
  'sweeps.start': { input: startSweepSchema, output: z.object({ sweep: z.string(), runs: z.array(z.string()) }) },
  /** What the engine `auto` means for a configuration here, where that is known without timing a step. */
  'engines.known': {
    input: z.strictObject({ config: runConfigSchema }),
    output: z.object({ chosen: z.object({ engine: z.string(), reason: z.string() }).nullable() }),
  },
  /** Puts queued runs, by their ids, into this order. */
  'queue.arrange': { input: z.strictObject({ runs: z.array(z.string()).max(10_000) }), output: z.strictObject({}) },
} as const
