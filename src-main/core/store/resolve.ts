import type BetterSqlite3 from 'better-sqlite3'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { noRun } from './context.ts'

/** A shorter prefix of an id is more likely meant as a name. */
const sureLength = 4

/** @returns finds the id a person's reference means, by the rules of `RunStore.resolve` */
export function referenceResolver(database: BetterSqlite3.Database): (reference: string) => string {
  const exact = database.prepare<[string], string>('SELECT id FROM runs WHERE id = ?').pluck()
  const beginning = database.prepare<[string, string], { id: string; name: string }>(
    'SELECT id, name FROM runs WHERE substr(id, 1, length(?)) = ? ORDER BY createdAt DESC LIMIT 5',
  )
  const named = database
    .prepare<[string], string>('SELECT id FROM runs WHERE name = ? ORDER BY createdAt DESC, rowid DESC LIMIT 1')
    .pluck()
  const newest = database.prepare<[], string>('SELECT id FROM runs ORDER BY createdAt DESC, rowid DESC LIMIT 1').pluck()

  return (reference) => {
    const id = exact.get(reference)
    if (id !== undefined) return id
    const name = named.get(reference)
    if (name !== undefined && reference.length < sureLength) return name
    const matches = reference === '' ? [] : beginning.all(reference, reference)
    if (matches.length === 1) return matches[0]!.id
    if (name !== undefined) return name
    if (matches.length > 1) {
      const candidates = matches.map((match) => `${match.id} ("${match.name}")`).join(', ')
      throw new WorkbenchError(
        'ambiguous-run',
        `"${reference}" begins the ids of several runs: ${candidates}; give more characters of one`,
      )
    }
    const latest = reference === 'latest' ? newest.get() : undefined
    if (latest === undefined) throw noRun(reference)
    return latest
  }
}
