import { z } from 'zod'
import { maskSpecSchema } from '../masks/mask.ts'
import { measuredSchema } from '../numbers.ts'

/** A mean over pictures with its 95 % bootstrap interval. */
const estimateSchema = z.object({ mean: measuredSchema, low: measuredSchema, high: measuredSchema })

/** One method under one kind of mask. Measured numbers that do not exist are NaN and are shown as "–". */
export const evaluationRowSchema = z.object({
  mask: maskSpecSchema,
  /** A baseline's name, or "model". */
  method: z.string(),
  /** For people; a model's is its run's name. */
  label: z.string(),
  /** Pictures measured, the split's first. */
  n: z.number(),
  /** Pictures asked for. */
  of: z.number(),
  /** dB over missing pixels. */
  psnr: estimateSchema,
  /** dB over the whole composite; never to be compared across filling rates. */
  compositePsnr: estimateSchema,
  /** Of the composite. */
  ssim: estimateSchema,
  /** Mean log p(missing | known) per missing value, in nats; of methods that are distributions. */
  nats: measuredSchema,
  /** dB over missing pixels by distance to the nearest known one, as `distanceEdges`. */
  psnrByDistance: z.array(measuredSchema),
  /** The best of the baselines measured on all these pictures. */
  best: z.boolean(),
  /** Paired difference in PSNR to the best baseline, or to what was asked for, in dB; null for that itself and where there is none. */
  difference: estimateSchema.extend({ to: z.string() }).nullable(),
  /** Training never draws such masks. */
  outsideTraining: z.boolean(),
  /** What the result depends on besides the method: pictures and masks. */
  protocolHash: z.string(),
  /** Of the masks themselves. */
  maskHash: z.string(),
})
export type EvaluationRow = z.infer<typeof evaluationRowSchema>

/** What an evaluation is of. */
export const evaluationSubjectSchema = z.object({
  run: z.string(),
  name: z.string(),
  checkpointStep: z.number(),
  checkpointHash: z.string(),
  dataset: z.string(),
  split: z.string(),
  /** Pictures in the split. */
  pictures: z.number(),
  /** Groups, such as people, that intervals are drawn over; null: over pictures. */
  groups: z.number().nullable(),
  /** In words: the run was trained on other pictures than the data set has now; null where they are the same. */
  datasetChanged: z.string().nullable(),
})
export type EvaluationSubject = z.infer<typeof evaluationSubjectSchema>

/** Rows of what has been measured; a method of which nothing is known yet has none. */
export const evaluationTableSchema = evaluationSubjectSchema.extend({
  rows: z.array(evaluationRowSchema),
  /** Measurements, of one picture by one method under one kind of mask, that were asked for and are not there yet. */
  left: z.number(),
})
export type EvaluationTable = z.infer<typeof evaluationTableSchema>
