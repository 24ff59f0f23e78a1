import { WorkbenchError } from '../../src-shared/errors.ts'
import { got } from '../../src-shared/plain-issues.ts'

/** An address's query, as the router gives it. */
export type Query = Readonly<Record<string, string | null | (string | null)[] | undefined>>

/** For a word that cannot be: `expected a whole number, got "many"`. */
export function wrongWord(expected: string, word: unknown): WorkbenchError {
  return new WorkbenchError('address', `expected ${expected}, got ${got(word ?? undefined)}`)
}

/**
 * What stands under a name; undefined: nothing does.
 *
 * @throws WorkbenchError `address` for a name without a word, or with several
 */
export function wordOf(query: Query, name: string): string | undefined {
  const said = query[name]
  if (said === undefined || typeof said === 'string') return said
  throw wrongWord('one word', said)
}

/** @throws WorkbenchError `address` */
export function oneOf<T extends string>(word: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === word)
  if (found === undefined) throw wrongWord(choices.join(', ') || 'nothing', word)
  return found
}

/** @throws WorkbenchError `address` */
export function wholeNumber(word: string, most = Number.MAX_SAFE_INTEGER): number {
  const range = most === Number.MAX_SAFE_INTEGER ? 'a whole number' : `a whole number from 0 to ${most}`
  if (!/^\d+$/.test(word) || Number(word) > most) throw wrongWord(range, word)
  return Number(word)
}

/** @throws WorkbenchError `address` */
export function numberBetween(word: string, least: number, most: number): number {
  const number = word.trim() === '' ? Number.NaN : Number(word)
  if (!(number >= least && number <= most)) throw wrongWord(`a number from ${least} to ${most}`, word)
  return number
}
