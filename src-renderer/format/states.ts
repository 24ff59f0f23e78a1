import type { RunState } from '../../src-shared/runs.ts'

/** "out of memory" as "Out of memory." */
export function asSentence(text: string): string {
  const trimmed = text.trim()
  if (!trimmed) return ''
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?…]$/.test(trimmed) ? '' : '.'}`
}

/** A run's state in a word, as it stands everywhere on the screen. */
export function stateWord(state: RunState): string {
  return state === 'running' ? 'training' : state
}
