import { z } from 'zod'
import { messageOf, WorkbenchError } from './errors.ts'

/**
 * The dataset cache's contract. On disk, in `DATA/datasets/<hash>/`:
 *
 * - `images.u8`: uint8 [picture, height, width, channel], all of train, then validation, then test
 * - `progress.json`: while it is being built, a `BuildProgress`
 * - `manifest.json`: a `DatasetManifest`, written last; its presence is what makes the cache valid
 */
export const DATASET_FORMAT = 1

export const splitNames = ['train', 'validation', 'test'] as const
export type SplitName = (typeof splitNames)[number]

const count = z.number().int().nonnegative()

/** A split is pictures offset … offset + count − 1 of the file. */
const splitRangeSchema = z.object({ offset: count, count })
export const splitsSchema = z.object({ train: splitRangeSchema, validation: splitRangeSchema, test: splitRangeSchema })
export type Splits = z.infer<typeof splitsSchema>

/** One thing that was not as it should be, in words for a list. */
export const datasetProblemSchema = z.object({
  /** The file, from the source's folder on; a line of a list is named as `list.txt:12`. */
  file: z.string(),
  what: z.string(),
  /** Whether a picture is missing for it. */
  leftOut: z.boolean(),
})
export type DatasetProblem = z.infer<typeof datasetProblemSchema>

/** Neighbours in the file's order that belong together, one person's pictures, say. */
const pictureGroupSchema = z.object({ name: z.string(), count })

/**
 * What is known before the first picture is made: enough to start training. Of kinds whose pictures may turn out unreadable it is the
 * plan; the manifest's counts are those of the pictures that are there, and training waits for it.
 */
export const datasetLayoutSchema = z.object({
  format: z.literal(DATASET_FORMAT),
  name: z.string(),
  kind: z.string(),
  /** Of the recipe: the first 16 hexadecimal digits of its sha256, and the folder's name. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** Width and height of every picture, in pixels. */
  imageSize: z.number().int().positive(),
  channels: z.literal([1, 3]),
  /** What the pictures were made from, for people. */
  source: z.string(),
  /** Side of the centred square that was cut from each original, in pixels; null where nothing was cut. */
  crop: z.number().int().positive().nullable(),
  /** The resampling filter; null where nothing was resampled. */
  filter: z.string().nullable(),
  synthetic: z.boolean(),
  /** Whether pictures are independent in storage order, so that the first epoch may read them in order. */
  exchangeable: z.boolean(),
  splits: splitsSchema,
  /** All pictures, in the file's order, by what they belong to; absent where nothing is known of that. */
  groups: z.array(pictureGroupSchema).optional(),
  /** Of the recipe without the source's fingerprint: tells caches made from an earlier state of the same source. */
  definition: z.string().optional(),
})
export type DatasetLayout = z.infer<typeof datasetLayoutSchema>

export const datasetManifestSchema = datasetLayoutSchema.extend({
  /** sha256 of images.u8. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  problems: z.array(datasetProblemSchema),
  /** UTC milliseconds. */
  createdAt: z.number(),
})
export type DatasetManifest = z.infer<typeof datasetManifestSchema>

/** Pictures [start, end). */
const pictureRangeSchema = z.tuple([count, count])
export type PictureRange = z.infer<typeof pictureRangeSchema>

export const datasetProgressSchema = z.object({
  /** Disjoint, ascending ranges of the pictures that can be read. */
  ready: z.array(pictureRangeSchema),
  done: count,
  total: count,
  picturesPerSecond: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().nullable(),
})
export type DatasetProgress = z.infer<typeof datasetProgressSchema>

/** progress.json: a build under way, stopped or failed. */
export const buildProgressSchema = datasetProgressSchema.extend({
  layout: datasetLayoutSchema,
  state: z.enum(['building', 'stopped', 'failed']),
  /** Why, where it failed. */
  reason: z.string().optional(),
  problems: z.array(datasetProblemSchema),
  /** Planned pictures that could not be made. */
  leftOut: z.array(count).optional(),
  builder: z.object({ host: z.string(), pid: z.number().int(), startTime: z.string() }),
  /** UTC milliseconds; while a builder lives it is renewed every few seconds. */
  updatedAt: z.number(),
})
export type BuildProgress = z.infer<typeof buildProgressSchema>

/** What lists and the interface show of a data set. */
export const datasetInfoSchema = z.object({
  name: z.string(),
  kind: z.string(),
  title: z.string(),
  description: z.string(),
  synthetic: z.boolean(),
  imageSize: z.number().int().positive(),
  channels: z.literal([1, 3]),
  source: z.string(),
  /** As in the layout. */
  crop: z.number().int().positive().nullable(),
  filter: z.string().nullable(),
  /** Groups among the pictures, such as people; absent where nothing is known of them. */
  groups: count.optional(),
  /** Planned until the state is ready. */
  splits: splitsSchema,
  /** stale: there are pictures, made before the source changed; they are made anew when next used. */
  state: z.enum(['absent', 'building', 'ready', 'stale']),
  /** What a person should know of that state. */
  note: z.string().optional(),
  /** Problems found, where it has been built or is being; see `datasets.problems`. */
  problems: count.optional(),
  progress: datasetProgressSchema.optional(),
  bytes: count.optional(),
  contentHash: z.string().optional(),
})
export type DatasetInfo = z.infer<typeof datasetInfoSchema>

/** What a form asks for to add a data set of a kind. */
export const datasetKindInfoSchema = z.object({
  kind: z.string(),
  title: z.string(),
  description: z.string(),
  options: z.array(
    z.object({
      /** As in `datasets.add`. */
      name: z.enum(['path', 'crop', 'groupBy', 'splitFile', 'channels', 'seed']),
      label: z.string(),
      help: z.string(),
      type: z.enum(['folder', 'file', 'number', 'choice']),
      required: z.boolean(),
      /** Of a choice. */
      choices: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
      default: z.union([z.string(), z.number()]).optional(),
    }),
  ),
})
export type DatasetKindInfo = z.infer<typeof datasetKindInfoSchema>

/** What a person says to add a data set. */
export const newDatasetSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u,
      'expected 1 to 64 letters, digits, dots, dashes and spaces, a letter or digit first',
    ),
  kind: z.string(),
  /** Of the folder the pictures are in. */
  path: z.string().min(1),
  /** Side of the centred square to cut from each picture, in pixels. */
  crop: z.int().min(8).max(32_768).optional(),
  /** `folder`: the pictures of a sub-folder stay on one side of the split. */
  groupBy: z.literal('folder').optional(),
  /** A CSV file of `path,split`. */
  splitFile: z.string().min(1).optional(),
  channels: z.literal([1, 3]).optional(),
  /** Of the split by chance. */
  seed: z.int().min(0).max(0xffffffff).optional(),
})
export type NewDataset = z.infer<typeof newDatasetSchema>

/** Contiguous splits in the file's order. */
export function splitsOf(train: number, validation: number, test: number): Splits {
  return {
    train: { offset: 0, count: train },
    validation: { offset: train, count: validation },
    test: { offset: train + validation, count: test },
  }
}

export function totalPictures({ splits: { train, validation, test } }: Pick<DatasetLayout, 'splits'>): number {
  return train.count + validation.count + test.count
}

/** Bytes of one picture: height × width × channels. */
export function pictureBytes({ imageSize, channels }: Pick<DatasetLayout, 'imageSize' | 'channels'>): number {
  return imageSize * imageSize * channels
}

/**
 * A manifest from its text.
 *
 * @param where the file's path, for the message
 * @throws WorkbenchError dataset-manifest, when it is of another format or damaged
 */
export function parseManifest(text: string, where: string): DatasetManifest {
  return parseFile(datasetManifestSchema, text, where)
}

/** A build's progress from its text. @throws WorkbenchError dataset-manifest */
export function parseBuildProgress(text: string, where: string): BuildProgress {
  return parseFile(buildProgressSchema, text, where)
}

function parseFile<T>(schema: z.ZodType<T>, text: string, where: string): T {
  const remedy = 'delete its folder to have it built again'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new WorkbenchError('dataset-manifest', `${where} is not JSON (${messageOf(error)}); ${remedy}`)
  }
  const { layout, format } = (value ?? {}) as { layout?: { format?: unknown }; format?: unknown }
  const got = format ?? layout?.format
  if (typeof got === 'number' && got > DATASET_FORMAT) {
    throw new WorkbenchError(
      'dataset-format',
      `${where} is of dataset format ${got}, this program reads format ${DATASET_FORMAT}; update Lacuna, or ${remedy}`,
    )
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new WorkbenchError('dataset-manifest', `${where}: ${issue.path.join('.') || 'value'}: ${issue.message}; ${remedy}`)
}

/** Says so when the data file's size is not what its layout calls for. @throws WorkbenchError dataset-truncated */
export function checkDataSize(layout: DatasetLayout, bytes: number, where: string): void {
  const expected = totalPictures(layout) * pictureBytes(layout)
  if (bytes === expected) return
  throw new WorkbenchError(
    'dataset-truncated',
    `${where} has ${bytes} bytes, expected ${expected} (${totalPictures(layout)} pictures of ` +
      `${layout.imageSize}×${layout.imageSize}×${layout.channels}); delete its folder to have it built again`,
  )
}

/** Adds [start, end) to disjoint ascending ranges, joining what touches. */
export function addRange(ranges: readonly PictureRange[], start: number, end: number): PictureRange[] {
  const joined: PictureRange[] = []
  let [low, high] = [start, end]
  for (const [a, b] of ranges) {
    if (b < low || a > high) joined.push([a, b])
    else [low, high] = [Math.min(low, a), Math.max(high, b)]
  }
  joined.push([low, high])
  return joined.sort((one, other) => one[0] - other[0])
}

/** Whether every picture of [start, end) is in the ranges. */
export function coversRange(ranges: readonly PictureRange[], start: number, end: number): boolean {
  return start >= end || ranges.some(([a, b]) => a <= start && end <= b)
}
