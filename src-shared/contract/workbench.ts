import { z } from 'zod'
import { datasetInfoSchema, datasetKindInfoSchema, datasetProblemSchema, newDatasetSchema, splitNames } from '../datasets.ts'
import { annotationSchema, drawnSeriesSchema, runDetailSchema, runSummarySchema, samplePanelSchema } from '../runs.ts'
import { settingsSchema } from '../settings.ts'
import { bytesSchema } from './arrays.ts'
import { comparisonCalls } from './comparison-calls.ts'
import { engineChoiceSchema } from './engine-choice.ts'
import { engineInfoSchema } from './engines.ts'
import { evaluationCalls, evaluationJobSchema } from './evaluation-calls.ts'
import { explorationCalls } from './exploration-calls.ts'
import { deckJobSchema, figureCalls } from './figure-calls.ts'
import { inboxCalls } from './inbox-calls.ts'
import { latentCalls } from './latent-calls.ts'
import { launchCalls } from './launch-calls.ts'
import { ownPictureCalls } from './own-picture-calls.ts'
import type { Contract } from './rpc-types.ts'

export const workbenchInfoSchema = z.object({
  version: z.string(),
  database: z.string(),
  dataFolder: z.string(),
})
export type WorkbenchInfo = z.infer<typeof workbenchInfoSchema>

/** A RUN is an id, a unique prefix of one, a name (in that order), or `latest`. */
const runReference = z.strictObject({ run: z.string().min(1) })
const nothing = z.strictObject({})

/** What the window, a browser and the command line may ask of the workbench core. */
export const workbenchContract = {
  calls: {
    'workbench.info': { input: nothing, output: workbenchInfoSchema },
    /** Each tried once, which takes seconds of processor time the first time that somebody asks. */
    'engines.list': { input: nothing, output: z.array(engineInfoSchema) },
    'runs.list': { input: nothing, output: z.array(runSummarySchema) },
    'runs.get': { input: runReference, output: runDetailSchema },
    ...launchCalls,
    'runs.pause': { input: runReference, output: nothing },
    'runs.stop': { input: runReference, output: nothing },
    /** On another engine, if one is named; what is absent stays as it was. */
    'runs.resume': { input: runReference.extend(engineChoiceSchema.partial().shape), output: nothing },
    'runs.annotate': { input: runReference.extend(annotationSchema.shape), output: nothing },
    /** What their files take on disk: what deleting them frees. */
    'runs.size': { input: z.strictObject({ runs: z.array(z.string().min(1)) }), output: z.object({ bytes: z.number() }) },
    'runs.delete': { input: runReference, output: z.object({ freedBytes: z.number() }) },
    'runs.series': {
      input: runReference.extend({
        names: z.array(z.string()).max(64),
        smoothing: z.number().min(0).max(0.9999),
        /** Points to draw a series, before the spikes that are kept besides. */
        buckets: z.int().min(16).max(20_000),
        fromStep: z.number().optional(),
        toStep: z.number().optional(),
        /** Points spread for a logarithmic axis of steps. */
        logX: z.boolean().optional(),
      }),
      output: z.array(drawnSeriesSchema),
    },
    'runs.panel': { input: runReference, output: samplePanelSchema.nullable() },
    /** `filled` is [masks, count, size, size, channels] uint8, known pixels as they went in. */
    'runs.samples': {
      input: runReference.extend({ step: z.int().min(0) }),
      output: z.object({ step: z.number(), filled: bytesSchema }),
    },
    'settings.get': { input: nothing, output: settingsSchema },
    'settings.change': { input: settingsSchema.partial(), output: settingsSchema },
    'datasets.list': { input: nothing, output: z.array(datasetInfoSchema) },
    /** Kinds that can be added, with what a form asks for. */
    'datasets.kinds': { input: nothing, output: z.array(datasetKindInfoSchema) },
    /** Looks at the source and adds it; `datasets.build` makes its pictures. Paths must lie within the allowed roots. */
    'datasets.add': { input: newDatasetSchema, output: datasetInfoSchema },
    /** Forgets a data set and deletes what was made of it; `ownCopy`: and the copy of its source that came by the inbox. */
    'datasets.remove': { input: z.strictObject({ name: z.string() }), output: z.object({ ownCopy: z.boolean() }) },
    /** The first 1,000 problems and how many there are. */
    'datasets.problems': {
      input: z.strictObject({ name: z.string(), imageSize: z.int() }),
      output: z.object({ problems: z.array(datasetProblemSchema), total: z.number(), leftOut: z.number() }),
    },
    ...inboxCalls,
    ...comparisonCalls,
    ...explorationCalls,
    ...ownPictureCalls,
    ...latentCalls,
    ...evaluationCalls,
    ...figureCalls,
    'datasets.build': { input: z.strictObject({ name: z.string(), imageSize: z.int() }), output: nothing },
    /** Ends a build of this program, for all who wait for it; the next goes on from there. */
    'datasets.stop': { input: z.strictObject({ name: z.string(), imageSize: z.int() }), output: nothing },
    /** The first `count` pictures of a split: [count, size, size, channels] uint8; fewer while the set is being built. */
    'datasets.pictures': {
      input: z.strictObject({ name: z.string(), imageSize: z.int(), split: z.enum(splitNames), count: z.int().min(1).max(512) }),
      output: z.object({ count: z.number(), size: z.number(), channels: z.number(), pictures: bytesSchema }),
    },
  },
  topics: {
    /** Runs that changed since a change number, and the ids of those deleted. */
    runs: { message: z.object({ runs: z.array(runSummarySchema), deleted: z.array(z.string()) }) },
    /** Progress of data sets; the whole list, at most ten times a second. */
    datasets: { message: z.array(datasetInfoSchema) },
    /** Evaluations of this program. */
    evaluations: { message: z.array(evaluationJobSchema) },
    /** Decks that this program is making. */
    decks: { message: z.array(deckJobSchema) },
  },
} as const satisfies Contract
export type WorkbenchContract = typeof workbenchContract
