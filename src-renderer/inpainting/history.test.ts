import { expect, it } from 'vitest'
import { beginHistory, commit, redo, undo } from './history.ts'

const [a, b, c] = [Uint8Array.of(1, 1), Uint8Array.of(0, 1), Uint8Array.of(0, 0)] as const

it('goes back and forth, forgets what was undone once something new is drawn, and keeps no step that changed nothing', () => {
  let history = commit(commit(beginHistory(a), b), b.slice())
  expect(history.past).toHaveLength(1)
  history = undo(history)
  expect(history.present).toBe(a)
  expect(undo(history).present).toBe(a)
  expect(redo(history).present).toBe(b)
  history = commit(history, c)
  expect(redo(history).present).toBe(c)
  expect(undo(history).present).toBe(a)
})
