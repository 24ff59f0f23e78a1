import { z } from 'zod'
import { runConfigSchema } from '../config.ts'
import { splitNames } from '../datasets.ts'
import { filledPicturesSchema } from '../filled.ts'
import { maskSpecSchema } from '../masks/mask.ts'
import { modelDescriptionSchema } from '../model-description.ts'
import { measuredSchema } from '../numbers.ts'
import { checkpointKinds, logLineSchema, parameterSchema } from '../runs.ts'
import { bytesSchema, singlesSchema } from './arrays.ts'
import { engineChoiceSchema } from './engine-choice.ts'
import { engineInfoSchema } from './engines.ts'
import { latentInferenceCalls } from './latent-calls.ts'
import type { Contract } from './rpc-types.ts'

/** Why a training ended, said by the trainer itself; a process that dies says nothing and is *crashed*. */
export const trainerEndStates = ['finished', 'paused', 'stopped', 'failed'] as const

/** Everything a trainer needs: absolute paths of this machine, nothing of SQL. */
export const trainingJobSchema = z.strictObject({
  run: z.string(),
  attempt: z.int(),
  config: runConfigSchema,
  choice: engineChoiceSchema,
  /** Why this engine, where `auto` was asked for. */
  engineReason: z.string().optional(),
  /** Folder of the data set's cache; it may still be being built. */
  datasetFolder: z.string(),
  /** `DATA/runs/<id>`; checkpoints and samples go below it. */
  runFolder: z.string(),
  /** Checkpoint to go on from, absolute; null for a new run. */
  resumeFrom: z.string().nullable(),
  /** Best headline PSNR so far, so that a resumed run keeps its best checkpoint. */
  bestPsnr: z.number().nullable(),
  /** Chrome trace file to write when the training ends, absolute; null for none. */
  profile: z.string().nullable(),
})
export type TrainingJob = z.infer<typeof trainingJobSchema>

/** What a training says of itself. Every event is recorded under (run, attempt, sequence). */
export const trainerEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    step: z.number(),
    parameters: z.number(),
    parameterTable: z.array(parameterSchema),
    engine: z.string(),
    device: z.string(),
    threads: z.number(),
    engineReason: z.string(),
  }),
  /** Columns of equal length, one entry a step; values may be NaN or infinite. */
  z.object({
    type: z.literal('steps'),
    steps: z.array(z.number()),
    /** UTC milliseconds. */
    times: z.array(z.number()),
    series: z.record(z.string(), z.array(measuredSchema)),
    imagesPerSecond: z.number(),
  }),
  z.object({
    type: z.literal('validation'),
    step: z.number(),
    time: z.number(),
    values: z.record(z.string(), measuredSchema),
  }),
  /** The files `samples/panel.json`, `samples/panel.u8` once, then `samples/<step>.u8`. */
  z.object({ type: z.literal('samples'), step: z.number() }),
  z.object({
    type: z.literal('checkpoint'),
    kind: z.enum(checkpointKinds),
    step: z.number(),
    /** Relative to the run's folder. */
    path: z.string(),
    bytes: z.number(),
    sha256: z.string(),
    psnr: z.number().nullable(),
  }),
  z.object({ type: z.literal('log'), ...logLineSchema.shape }),
  z.object({ type: z.literal('ended'), state: z.enum(trainerEndStates), step: z.number(), reason: z.string().nullable() }),
])
export type TrainerEvent = z.infer<typeof trainerEventSchema>

/** What the host asks of a training child. */
export const trainerContract = {
  calls: {
    /** Resolves when the training has ended and its last event is acknowledged. */
    train: { input: trainingJobSchema, output: z.strictObject({}) },
    /** Checkpoint at the next step boundary, then end as paused or stopped. */
    end: { input: z.strictObject({ state: z.enum(['paused', 'stopped']) }), output: z.strictObject({}) },
  },
  topics: {},
} as const satisfies Contract

/** What a training child asks of its host. */
export const trainerHostContract = {
  calls: {
    /** Records events `firstSequence`, `firstSequence + 1`, …; answering is the acknowledgement. */
    record: {
      input: z.strictObject({ firstSequence: z.int().min(1), events: z.array(trainerEventSchema) }),
      output: z.strictObject({}),
    },
  },
  topics: {},
} as const satisfies Contract

const modelReference = {
  config: runConfigSchema,
  /** Absolute path of a checkpoint file. */
  checkpoint: z.string(),
}

/** What fills pictures in: a model by its checkpoint, or a baseline fitted to a data set. */
const methodSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('model'), ...modelReference }),
  z.strictObject({ kind: z.literal('baseline'), name: z.string(), datasetFolder: z.string() }),
])
export type InferenceMethod = z.infer<typeof methodSchema>

/** A baseline as the inference child tells of it. */
export const baselineInfoSchema = z.object({
  name: z.string(),
  label: z.string(),
  /** Of its answers: what was measured of an earlier version is not used. */
  version: z.number(),
  /** False for one that stands in galleries, not in tables: a sample is not meant to be near the truth. */
  inTables: z.boolean(),
})
export type BaselineInfo = z.infer<typeof baselineInfoSchema>

/** What the host asks of a child that tries engines. */
export const engineContract = {
  calls: {
    names: { input: z.strictObject({}), output: z.array(z.string()) },
    /** Whether an engine would open, on a device by part of its name or its own choice. */
    probe: { input: z.strictObject({ name: z.string(), device: z.string().optional() }), output: engineInfoSchema },
    /** One training step of a configuration, after warming up. */
    time: {
      input: z.strictObject({ choice: engineChoiceSchema, config: runConfigSchema, channels: z.int() }),
      output: z.object({ milliseconds: z.number() }),
    },
  },
  topics: {},
} as const satisfies Contract
export type EngineContract = typeof engineContract

/** What the host asks of the inference child. */
export const inferenceContract = {
  calls: {
    /** Baselines that a data set can be filled with. */
    baselines: { input: z.strictObject({}), output: z.array(baselineInfoSchema) },
    /** A model of that name for pictures of that size, as it describes itself. */
    describeModel: {
      input: z.strictObject({ name: z.string(), imageSize: z.int().min(1), channels: z.int().min(1) }),
      output: modelDescriptionSchema,
    },
    /** Of which pictures a checkpoint's model is, by its absolute path. */
    describeCheckpoint: {
      input: z.strictObject({ checkpoint: z.string() }),
      output: z.object({ channels: z.union([z.literal(1), z.literal(3)]) }),
    },
    /**
     * `pictures` [n, size, size, channels] uint8 under `masks` [n, size, size] (1 = known), filled in by a model, which can render at
     * ×`scale`, or by a baseline. What a person waits for: goes before evaluations.
     */
    fill: {
      input: z.strictObject({
        method: methodSchema,
        choice: engineChoiceSchema,
        pictures: bytesSchema,
        masks: bytesSchema,
        scale: z.int().min(1).max(16),
      }),
      output: filledPicturesSchema,
    },
    ...latentInferenceCalls,
    /** Measures one method on pictures `first` … of a split under the fixed masks of one kind: packed measurements. */
    measure: {
      input: z.strictObject({
        method: methodSchema,
        choice: engineChoiceSchema,
        datasetFolder: z.string(),
        split: z.enum(splitNames),
        mask: maskSpecSchema,
        first: z.int().min(0),
        count: z.int().min(1),
      }),
      output: singlesSchema,
    },
  },
  topics: {},
} as const satisfies Contract
export type InferenceContract = typeof inferenceContract
