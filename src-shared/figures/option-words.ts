import type { ZodError, ZodSafeParseResult } from 'zod'
import { got, inPlainWords } from '../plain-issues.ts'
import { type FigureOptions, figureOptionsSchema } from './options.ts'

export type OptionName = keyof FigureOptions
export const optionNames = Object.keys(figureOptionsSchema.shape) as OptionName[]

/** An option as a word, for addresses and the command line: as it is where it is a text, else as JSON. */
export const optionWord = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The option that a word names, or what is wrong with it. */
export function parseOptionWord<Name extends OptionName>(name: Name, word: string): ZodSafeParseResult<FigureOptions[Name]> {
  const parse = (value: unknown) =>
    figureOptionsSchema.shape[name].safeParse(value, { error: inPlainWords }) as ZodSafeParseResult<FigureOptions[Name]>
  const plain = parse(word)
  if (plain.success) return plain
  try {
    return parse(JSON.parse(word))
  } catch {
    return plain
  }
}

/**
 * What is wrong with a word, for people: `scale: expected a scale from 1 to 16, got "32"`.
 *
 * @param name left out where the caller says it
 */
export function wrongWith(word: string, { issues: [issue] }: ZodError, name?: OptionName): string {
  const where = [...(name ? [name] : []), ...issue!.path].join('.')
  return `${where && `${where}: `}${issue!.message}, got ${got(word)}`
}
