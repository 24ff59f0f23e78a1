import { z } from 'zod'
import { splitNames } from '../datasets.ts'
import { evaluationTableSchema } from '../evaluation/results.ts'
import { maskSpecSchema } from '../masks/mask.ts'
import { measuredSchema } from '../numbers.ts'
import { bytesSchema } from './arrays.ts'

const subject = {
  run: z.string().min(1),
  /** best (on validation), last, or a step. */
  checkpoint: z.string(),
  split: z.enum(splitNames),
}

const request = z.strictObject({
  ...subject,
  masks: z.array(maskSpecSchema).min(1).max(64),
  /** Only the split's first so many pictures. */
  limit: z.int().min(1).optional(),
})

/** An evaluation under way in this program, or how the last one of a run ended. */
export const evaluationJobSchema = z.object({
  run: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Why it failed. */
  reason: z.string().nullable(),
  /** Pictures over all masks and methods; 0 of 0 before it is known what there is to do. */
  done: z.number(),
  total: z.number(),
  method: z.string(),
  mask: z.string(),
  secondsLeft: z.number().nullable(),
})
export type EvaluationJob = z.infer<typeof evaluationJobSchema>

/** Measuring a run's model beside every baseline; the topic `evaluations` tells of progress. */
export const evaluationCalls = {
  /** What has been measured so far, however long ago. */
  'evaluations.table': { input: request, output: evaluationTableSchema },
  /** Begins in the background, and goes on from what has been measured before. */
  'evaluations.start': { input: request, output: z.strictObject({}) },
  /** Keeps what has been measured. */
  'evaluations.cancel': { input: z.strictObject({ run: z.string().min(1) }), output: z.strictObject({}) },
  /** Pictures of a split under one kind of mask that a method fills worst, or best, of those measured. */
  'evaluations.extremes': {
    input: z.strictObject({
      ...subject,
      mask: maskSpecSchema,
      method: z.string(),
      order: z.enum(['worst', 'best']),
      limit: z.int().min(1).optional(),
      count: z.int().min(1).max(32),
    }),
    output: z.object({
      size: z.number(),
      channels: z.number(),
      /** Numbers in the split. */
      indices: z.array(z.number()),
      psnr: z.array(measuredSchema),
      /** [count, size, size, channels] */
      originals: bytesSchema,
      /** [count, size, size], 1 = known */
      masks: bytesSchema,
      /** [count, size, size, channels] */
      filled: bytesSchema,
    }),
  },
} as const
