import { z } from 'zod'
import { runConfigSchema } from '../config.ts'
import { splitNames } from '../datasets.ts'
import { maskSpecSchema } from '../masks/mask.ts'
import { bytesSchema, singlesSchema } from './arrays.ts'

/** Pictures that a map is made of: as many as can be told apart, and as their decomposition takes a second for. */
export const mostMapPictures = 400
/** Directions that can be moved along. */
export const mapDirections = 8

/** A place in the latent space. */
export const latentPointSchema = z.discriminatedUnion('kind', [
  /** The latent of picture `index` of the map. */
  z.strictObject({ kind: z.literal('picture'), index: z.int().min(0) }),
  /** The map's mean. */
  z.strictObject({ kind: z.literal('mean') }),
  /** The latent of the totally masked input. */
  z.strictObject({ kind: z.literal('nothing') }),
  /** Drawn from the Gaussian with the map's mean and variances along its principal directions. */
  z.strictObject({ kind: z.literal('sample'), seed: z.int().min(0).max(0xffffffff) }),
])
export type LatentPoint = z.infer<typeof latentPointSchema>

/** (1 − share) · from + share · to + Σ along_j σ_j v_j, σ_j and v_j the map's j-th standard deviation and direction. */
export const latentSchema = z.strictObject({
  from: latentPointSchema,
  to: latentPointSchema.optional(),
  share: z.number().min(0).max(1).optional(),
  along: z.array(z.number().min(-10).max(10)).max(mapDirections).optional(),
})
export type Latent = z.infer<typeof latentSchema>

/** Which pictures' latents make a map: the first `count` of a split, whole, or under the mask they are evaluated under. */
const mapOf = {
  split: z.enum(splitNames),
  count: z.int().min(3).max(mostMapPictures),
  mask: maskSpecSchema.optional(),
}

const mapOutput = z.object({
  /** Pictures in it; fewer than asked for where the split is shorter. */
  count: z.number(),
  directions: z.number(),
  /** [count, directions], along the principal directions from the mean. */
  scores: singlesSchema,
  /** [directions], standard deviations, descending. */
  deviations: singlesSchema,
  /** [directions], of the total variance, in [0, 1]. */
  shares: singlesSchema,
})
export type LatentMap = z.infer<typeof mapOutput>

const decodeAsk = { latents: z.array(latentSchema).min(1).max(64), scale: z.int().min(1).max(16) }
/** `pictures` [n, size, size, channels] uint8, the raw decoder everywhere; `scores` [n, directions]. */
const decodeOutput = z.object({ size: z.number(), channels: z.number(), pictures: bytesSchema, scores: singlesSchema })

const describeAsk = { latent: latentSchema, neighbours: z.int().min(0).max(24) }
const describeOutput = z.object({
  /** The latent itself, [height, width, channels], unbounded. */
  shape: z.tuple([z.number(), z.number(), z.number()]),
  values: singlesSchema,
  /** The map's pictures nearest to it, by root mean squared difference of the latents. */
  neighbours: z.array(z.object({ index: z.number(), distance: z.number() })),
})
export type LatentDescription = z.infer<typeof describeOutput>

const ofRun = { run: z.string().min(1), checkpoint: z.string(), ...mapOf }

/** A run's latent space, live. */
export const latentCalls = {
  /** Principal components of the pictures' latents; computed once for a checkpoint. */
  'latents.map': { input: z.strictObject(ofRun), output: mapOutput },
  'latents.decode': { input: z.strictObject({ ...ofRun, ...decodeAsk }), output: decodeOutput },
  'latents.describe': { input: z.strictObject({ ...ofRun, ...describeAsk }), output: describeOutput },
} as const

const ofCheckpoint = {
  config: runConfigSchema,
  /** Absolute path. */
  checkpoint: z.string(),
  choice: z.strictObject({ engine: z.string(), threads: z.int().optional(), device: z.string().optional() }),
  datasetFolder: z.string(),
  ...mapOf,
}

/** The same of the inference child: files instead of names. */
export const latentInferenceCalls = {
  latentMap: { input: z.strictObject(ofCheckpoint), output: mapOutput },
  latentDecode: { input: z.strictObject({ ...ofCheckpoint, ...decodeAsk }), output: decodeOutput },
  latentDescribe: { input: z.strictObject({ ...ofCheckpoint, ...describeAsk }), output: describeOutput },
} as const
