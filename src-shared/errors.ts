/**
 * An error a person can act on: says what, expected, got and what to do.
 * Crosses every process boundary as `{ code, message }`; anything else that is thrown is a defect and is logged with its stack.
 */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** One line for a person, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Whether a call was not answered because its connection ended: it may have been done. */
export function isClosed(error: unknown): boolean {
  return error instanceof WorkbenchError && error.code === 'closed'
}
