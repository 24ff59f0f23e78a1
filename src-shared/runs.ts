import { z } from 'zod'
import { runConfigSchema } from './config.ts'
import { bytesSchema, floatsSchema } from './contract/arrays.ts'
import { maskSpecSchema } from './masks/mask.ts'
import { measuredSchema } from './numbers.ts'

/**
 * queued → running → finished | paused | stopped | failed | crashed. Paused, stopped, failed and crashed runs resume from their
 * last checkpoint as a new attempt. *Crashed*: the process that trained is gone without a word.
 */
export const runStates = ['queued', 'running', 'paused', 'finished', 'stopped', 'failed', 'crashed'] as const
export const runStateSchema = z.enum(runStates)
export type RunState = z.infer<typeof runStateSchema>

/** States in which a process is, or is about to be, at work. */
export const activeStates: readonly RunState[] = ['queued', 'running']
/** States from which a run can be resumed when it has a checkpoint before its last step. */
export const resumableStates: readonly RunState[] = ['paused', 'stopped', 'failed', 'crashed']

/** The metric that chooses the best checkpoint and that lists show: masked-only validation PSNR, random p = 0.5. */
export const headlineMask = 'random:0.5'

/** Series names: `loss`, `mse`, `tv`, `tvFree` and `imagesPerSecond` by step; `val/loss`, `val/psnr/<mask>` by validation. */
export const validationLoss = 'val/loss'
export const validationPsnr = (mask: string) => `val/psnr/${mask}`

export const runSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  state: runStateSchema,
  /** Why it failed, crashed or stopped; null while nothing is to be said. */
  reason: z.string().nullable(),
  preset: z.string(),
  dataset: z.string(),
  config: runConfigSchema,
  configHash: z.string(),
  /** Times in UTC milliseconds. */
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** Optimiser steps recorded, of `config.steps`. */
  step: z.number(),
  /** Step of the newest checkpoint a resume would start from; null without one. */
  checkpointStep: z.number().nullable(),
  attempt: z.number(),
  engine: z.string().nullable(),
  device: z.string().nullable(),
  parameters: z.number().nullable(),
  loss: z.number().nullable(),
  imagesPerSecond: z.number().nullable(),
  /** Best headline PSNR in dB and its step. */
  bestPsnr: z.number().nullable(),
  bestStep: z.number().nullable(),
  /** Newest headline PSNR in dB and its step. */
  lastPsnr: z.number().nullable(),
  lastValidationStep: z.number().nullable(),
  /** What a person says of it. */
  tags: z.array(z.string()),
  notes: z.string(),
  /** Kept, but out of the way. */
  archived: z.boolean(),
  /** The sweep it was launched with; null for a run on its own. */
  sweep: z.string().nullable(),
  /** Its place among queued runs: the least is next. */
  queueRank: z.number(),
  /** Global change counter at the row's last change: the sequence number subscribers catch up from. */
  change: z.number(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** What a person may change of a run; what is absent stays. */
export const annotationSchema = z.strictObject({
  name: z.string().trim().min(1, 'expected a name').max(200).optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
  notes: z.string().max(100_000).optional(),
  archived: z.boolean().optional(),
})
export type Annotation = z.infer<typeof annotationSchema>

export const attemptSchema = z.object({
  attempt: z.number(),
  fromStep: z.number(),
  engine: z.string().nullable(),
  device: z.string().nullable(),
  /** What chose the engine, in words. */
  engineReason: z.string().nullable(),
  threads: z.number().nullable(),
  host: z.string(),
  pid: z.number().nullable(),
  programVersion: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  state: runStateSchema,
})
export type Attempt = z.infer<typeof attemptSchema>

export const checkpointKinds = ['last', 'best'] as const
export const checkpointSchema = z.object({
  kind: z.enum(checkpointKinds),
  step: z.number(),
  /** Relative to the data folder. */
  path: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** Headline validation PSNR in dB at this step, where it was measured. */
  psnr: z.number().nullable(),
  createdAt: z.number(),
})
export type Checkpoint = z.infer<typeof checkpointSchema>

/** One trainable tensor of the model, for tables. */
export const parameterSchema = z.object({ name: z.string(), shape: z.array(z.number()), count: z.number() })

export const logLineSchema = z.object({ time: z.number(), level: z.enum(['info', 'warning', 'error']), message: z.string() })
export type LogLine = z.infer<typeof logLineSchema>

export const runDetailSchema = runSummarySchema.extend({
  attempts: z.array(attemptSchema),
  checkpoints: z.array(checkpointSchema),
  parameterTable: z.array(parameterSchema),
  datasetHash: z.string().nullable(),
  /** Steps at which sample pictures were logged, ascending. */
  sampleSteps: z.array(z.number()),
  seriesNames: z.array(z.string()),
  log: z.array(logLineSchema),
})
export type RunDetail = z.infer<typeof runDetailSchema>

/** The fixed panel of sample pictures: the first N of the validation split under each mask; what is filled in changes by step. */
export const samplePanelSchema = z.object({
  size: z.number(),
  channels: z.number(),
  count: z.number(),
  masks: z.array(
    z.object({ spec: maskSpecSchema, /** True when training never draws such masks. */ outsideTraining: z.boolean() }),
  ),
  /** [count, size, size, channels] uint8 */
  originals: bytesSchema,
  /** [masks, count, size, size], 1 = known, 0 = missing */
  maskData: bytesSchema,
})
export type SamplePanel = z.infer<typeof samplePanelSchema>

/** A metric series ready to draw: decimated so that spikes survive. */
export const drawnSeriesSchema = z.object({
  name: z.string(),
  /** Points recorded in all. */
  count: z.number(),
  /** Three columns of equal length: step, UTC milliseconds, raw value. */
  steps: floatsSchema,
  times: floatsSchema,
  values: floatsSchema,
  /** Smoothed over the whole series, then decimated; columns of their own. */
  smoothedSteps: floatsSchema,
  smoothedTimes: floatsSchema,
  smoothedValues: floatsSchema,
  last: measuredSchema.nullable(),
  /** Steps whose value is NaN or infinite. */
  nonFiniteSteps: floatsSchema,
})
export type DrawnSeries = z.infer<typeof drawnSeriesSchema>
