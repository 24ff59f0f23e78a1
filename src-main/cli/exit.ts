import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'

/** 0 done, 1 failed with a one-line reason on stderr, 2 wrong usage, 130 interrupted (the run is resumable). */
export const exitStatus = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Mistakes in how a command was written, as against things that went wrong. */
const usageCodes: ReadonlySet<string> = new Set(['usage', 'config', 'mask-spec', 'preset', 'sweep'])

/** Prints an error as its user should see it. @returns the exit status */
export function reportError(error: unknown): number {
  if (error instanceof WorkbenchError) {
    process.stderr.write(`lacuna: ${error.message}\n`)
    return usageCodes.has(error.code) ? exitStatus.usage : exitStatus.failed
  }
  const stack = process.env.LACUNA_DEBUG && error instanceof Error ? `\n${error.stack}` : ' (set LACUNA_DEBUG=1 for details)'
  process.stderr.write(`lacuna: unexpected: ${messageOf(error)}${stack}\n`)
  return exitStatus.failed
}

/** For command-line values that are not what they should be. */
export function usageError(message: string): WorkbenchError {
  return new WorkbenchError('usage', message)
}

/** @throws WorkbenchError `usage` */
export function wholeNumber(option: string, minimum: number, maximum = Infinity): (text: string) => number {
  const range = maximum === Infinity ? `from ${minimum}` : `from ${minimum} to ${maximum}`
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw usageError(`${option}: expected a whole number ${range}, got "${text}"`)
    }
    return value
  }
}

/** @throws WorkbenchError `usage` */
export function someText(option: string): (text: string) => string {
  return (text) => {
    if (text.trim() === '') throw usageError(`${option}: expected some text, got none`)
    return text
  }
}
