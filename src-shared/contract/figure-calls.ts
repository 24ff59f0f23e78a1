import { z } from 'zod'
import { figureKindNames } from '../figures/kinds.ts'
import { figureRequestSchema } from '../figures/options.ts'

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
      notes: z.array(z.string()),
    }),
  },
} as const
