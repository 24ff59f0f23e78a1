import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue
type Bound = z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list such as [3,5]',
  object: 'names and values in braces',
  record: 'names and values in braces',
}

/** "8 entries", "1 character", "0.5". */
function amount(origin: Bound['origin'], count: number | bigint): string {
  if (origin === 'string') return count === 1 ? '1 character' : `${count} characters`
  if (origin === 'array' || origin === 'set' || origin === 'map') return count === 1 ? '1 entry' : `${count} entries`
  return String(count)
}

/**
 * What validation finds wrong, for people: "expected at most 8 entries". For `safeParse(value, { error: inPlainWords })`; a message of the
 * schema's own comes before it.
 */
export function inPlainWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${types[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `expected ${issue.values.join(', ')}`
    case 'too_small':
      return `expected ${issue.inclusive ? 'at least' : 'more than'} ${amount(issue.origin, issue.minimum)}`
    case 'too_big':
      return `expected ${issue.inclusive ? 'at most' : 'less than'} ${amount(issue.origin, issue.maximum)}`
    case 'unrecognized_keys':
      return `expected nothing called ${issue.keys.join(', ')}`
    case 'invalid_union':
      return Array.isArray(issue.options) ? `expected ${issue.options.join(', ')}` : undefined
    default:
      return undefined
  }
}

const longestGot = 40

/** A value in few words, for "got …": `"a text"`, `9 entries`, `nothing`. */
export function got(value: unknown): string {
  if (Array.isArray(value)) return amount('array', value.length)
  if (typeof value === 'string') return `"${value.slice(0, longestGot)}"`
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, longestGot)
}

/** What is wrong, where, and what was got: "crop: expected at least 8, got 4". Of `safeParse(value, inPlain)`. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const { path } = issue
  return `${path.length > 0 ? `${path.join('.')}: ` : ''}${describeFault(issue)}`
}

/** As `describeIssue`, without where. */
export function describeFault({ code, message, input }: z.core.$ZodIssue): string {
  return code === 'unrecognized_keys' ? message : `${message}, got ${got(input)}`
}

/** For `safeParse`: issues say in plain words what was expected, and hold what was got. */
export const inPlain = { error: inPlainWords, reportInput: true }
