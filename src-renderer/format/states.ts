import type { RunState } from '../../src-shared/runs.ts'

/** A run's state in a word, as it stands everywhere on the screen. */
export function stateWord(state: RunState): string {
  return state === 'running' ? 'training' : state
}
