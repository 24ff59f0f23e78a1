import { z } from 'zod'
import { splitNames } from '../datasets.ts'
import { anyMaskSchema } from '../masks/drawn.ts'
import { figureKindNames } from './kinds.ts'
import { figureSizeNames } from './sizes.ts'

/** The most letters of a picture's word: a picture of 128×128 colours that nothing compresses, with room to spare. */
const longestPicture = 80_000
export const longestPictureName = 200

/** A person's own picture, whole: a figure is the same bytes wherever it is made again. */
const ownPictureSchema = z.strictObject(
  {
    /** Its file's, for people. */
    name: z.string().min(1, 'expected the name of the picture').max(longestPictureName),
    /** A PNG of the run's image size, in base64 for URLs. */
    png: z
      .string()
      .max(longestPicture, `expected a PNG of the run’s image size, of at most ${longestPicture} letters of base64`)
      .regex(/^iVBORw0KGgo[\w-]+$/, 'expected a PNG in base64 for URLs: letters, digits, - and _'),
  },
  'expected a picture’s name and its PNG, as Inpaint hands them over',
)
export type OwnPictureOption = z.infer<typeof ownPictureSchema>

/** How a figure is drawn, whatever it shows. */
const look = {
  size: z.enum(figureSizeNames).default('full'),
  /** Of all text, against the size's own. */
  textScale: z.number().min(0.5).max(3).default(1),
  lineScale: z.number().min(0.25).max(4).default(1),
  ground: z.enum(['white', 'transparent']).default('white'),
}

/** What it shows, and what is written on it. A kind takes those that it names (`kinds.ts`), and leaves the others. */
const content = {
  /** The kind's own where it is absent; empty for none. */
  title: z.string().max(300).optional(),
  caption: z.boolean().default(true),
  /** Names of lines, columns and rows, by run id or method; their own where they are absent. */
  labels: z.record(z.string(), z.string().max(200)).default({}),
  xTitle: z.string().max(200).optional(),
  yTitle: z.string().max(200).optional(),
  /** Numbers of the tokens `--series-n`, by run id, as the window gave them. */
  colours: z.record(z.string(), z.int().min(1).max(5)).default({}),
  /** best (on validation), last, or a step. */
  checkpoint: z.string().min(1).default('best'),
  split: z.enum(splitNames).default('test'),
  series: z.array(z.string().min(1)).min(1).max(4).default(['loss']),
  smoothing: z.number().min(0).max(0.9999).default(0.6),
  xAxis: z.enum(['step', 'relative']).default('step'),
  /** auto: logarithmic for a loss that falls to less than a fifth. */
  yScale: z.enum(['auto', 'linear', 'log']).default('auto'),
  /** The kind's own where they are absent. */
  masks: z.array(anyMaskSchema).min(1).max(8).optional(),
  /** The first so many pictures of the split, or those with these numbers, from 0. */
  samples: z
    .union(
      [z.int().min(1).max(24), z.array(z.int().min(0)).min(1).max(24)],
      'expected how many pictures, 1 to 24, or their numbers from 0, such as [3,5]',
    )
    .optional(),
  /** Instead of the split's: one of a person's own. */
  ownPicture: ownPictureSchema.optional(),
  /** Pixels of a model's decoder to one of the picture: above 1 the decoder alone, known pixels too. Baselines stay at 1. */
  scale: z.int().min(1, 'expected a scale from 1 to 16').max(16, 'expected a scale from 1 to 16').default(1),
  /** Baselines beside the runs. */
  baselines: z.array(z.string()).max(8).default([]),
  /** Error maps beside what was filled in; where absent, of one method. */
  errorMaps: z.boolean().optional(),
  /** Top of the error maps' scale, in [0, 1]; chosen by the pictures where it is absent. */
  errorTop: z.number().min(0.001).max(1).optional(),
  /** Pictures to measure where an evaluation is missing; 0: say so instead. */
  evaluate: z.int().min(0).max(100_000).default(0),
}

export const figureOptionsSchema = z.strictObject({ ...look, ...content })
export type FigureOptions = z.output<typeof figureOptionsSchema>
export type FigureLook = Pick<FigureOptions, keyof typeof look>

export const figureRequestSchema = z.strictObject({
  kind: z.enum(figureKindNames),
  /** Ids, unique prefixes of them, names, or latest. */
  runs: z.array(z.string().min(1)).min(1).max(20),
  options: figureOptionsSchema.prefault({}),
})
export type FigureRequest = z.output<typeof figureRequestSchema>
