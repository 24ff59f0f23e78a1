import type { ZodSafeParseResult } from 'zod'
import { type FigureOptions, figureOptionsSchema } from './options.ts'

export type OptionName = keyof FigureOptions
export const optionNames = Object.keys(figureOptionsSchema.shape) as OptionName[]

/** An option as a word, for addresses and the command line: as it is where it is a text, else as JSON. */
export const optionWord = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The option that a word names, or what is wrong with it. */
export function parseOptionWord<Name extends OptionName>(name: Name, word: string): ZodSafeParseResult<FigureOptions[Name]> {
  const field = figureOptionsSchema.shape[name]
  const plain = field.safeParse(word) as ZodSafeParseResult<FigureOptions[Name]>
  if (plain.success) return plain
  try {
    return field.safeParse(JSON.parse(word)) as ZodSafeParseResult<FigureOptions[Name]>
  } catch {
    return plain
  }
}
