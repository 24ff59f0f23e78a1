import { z } from 'zod'
import { figureKindNames } from '../figures/kinds.ts'
import { figureOptionsSchema, figureRequestSchema } from '../figures/options.ts'
import { figureFormatNames } from '../figures/rendered.ts'
import { bytesSchema } from './arrays.ts'

/** Named `<run>_<figure>_<step>_<YYYYMMDD-HHmmss>`; the time stands in the name alone. */
const fileSchema = z.object({ name: z.string(), mime: z.string(), bytes: bytesSchema })
const notes = z.array(z.string())

/** A deck being made: slides done, of how many, and the one at work. */
export const deckJobSchema = z.object({ id: z.string(), done: z.number(), of: z.number(), what: z.string() })
export type DeckJob = z.infer<typeof deckJobSchema>

/** Figures for slides and papers: every file starts from what the preview shows. */
export const figureCalls = {
  /** What can be made, and which options each takes besides those of every figure. */
  'figures.kinds': {
    input: z.strictObject({}),
    output: z.array(
      z.object({
        name: z.enum(figureKindNames),
        label: z.string(),
        summary: z.string(),
        mostRuns: z.number(),
        options: z.array(z.string()),
      }),
    ),
  },
  /** Cancel it when the choice changes. */
  'figures.preview': {
    input: figureRequestSchema,
    output: z.object({
      svg: z.string(),
      /** In points. */
      width: z.number(),
      height: z.number(),
      title: z.string(),
      metadata: z.record(z.string(), z.string()),
      /** Of files' names. */
      run: z.string(),
      step: z.number(),
      /** What to know besides, a sentence each. */
      notes,
    }),
  },
  /** The same figure is the same bytes. */
  'figures.export': {
    input: figureRequestSchema.extend({ formats: z.array(z.enum(figureFormatNames)).min(1) }),
    output: z.object({ files: z.array(fileSchema), notes }),
  },
  /**
   * The slides' deck: of one run the whole of the original's experiment section, as a PowerPoint file. What cannot be made is left out,
   * and the notes say why. The topic `decks` tells how far the one called `id` is.
   */
  'figures.deck': {
    input: z.strictObject({
      id: z.string().min(1).optional(),
      run: z.string().min(1),
      options: figureOptionsSchema.pick({ checkpoint: true, split: true, evaluate: true, colours: true }).prefault({}),
    }),
    output: z.object({ file: fileSchema, slides: z.array(z.string()), notes }),
  },
} as const
