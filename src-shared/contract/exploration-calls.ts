import { z } from 'zod'
import { splitNames } from '../datasets.ts'
import { filledPicturesSchema } from '../filled.ts'
import { bytesSchema } from './arrays.ts'

/** What fills a picture in: a run's checkpoint, or a baseline. */
export const methodReferenceSchema = z.discriminatedUnion('kind', [
  /** `checkpoint`: best (on validation), last, or a step. */
  z.strictObject({ kind: z.literal('run'), run: z.string().min(1), checkpoint: z.string() }),
  z.strictObject({ kind: z.literal('baseline'), name: z.string() }),
])
export type MethodReference = z.infer<typeof methodReferenceSchema>

const pictureSet = { dataset: z.string(), imageSize: z.int().min(1) }

/** Live answers of trained models and baselines, decoded by the inference child while somebody watches. */
export const explorationCalls = {
  /** Baselines that can stand beside a run. */
  'methods.baselines': { input: z.strictObject({}), output: z.array(z.object({ name: z.string(), label: z.string() })) },
  /** Pictures of a split by their number in it, from 0: [n, size, size, channels] uint8; `count` is the split's length. */
  'pictures.read': {
    input: z.strictObject({ ...pictureSet, split: z.enum(splitNames), indices: z.array(z.int().min(0)).min(1).max(1024) }),
    output: z.object({ count: z.number(), size: z.number(), channels: z.number(), pictures: bytesSchema }),
  },
  /**
   * Pictures [n, size, size, channels] uint8 filled in under masks [n, size, size] (1 = known) by one method; a run's model can render
   * at ×`scale`. The data set is what a baseline is fitted to. Cancel it when the choice changes.
   */
  'pictures.fill': {
    input: z.strictObject({
      ...pictureSet,
      method: methodReferenceSchema,
      pictures: bytesSchema,
      masks: bytesSchema,
      scale: z.int().min(1).max(16).optional(),
    }),
    output: filledPicturesSchema,
  },
} as const
