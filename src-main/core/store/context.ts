import type BetterSqlite3 from 'better-sqlite3'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import type { RunSummary } from '../../../src-shared/runs.ts'
import { type SeriesTable, seriesTable } from './series.ts'

/** A run's row: what lists show, the configuration as JSON. */
export type RunRow = Omit<RunSummary, 'config' | 'tags' | 'archived'> & {
  config: string
  tags: string
  archived: number
  choice: string
  datasetHash: string | null
  parameterTable: string
}

/** A store's methods as its parts do them, at once. */
export type Synchronous<T> = { [K in keyof T]: T[K] extends (...input: infer I) => Promise<infer O> ? (...input: I) => O : never }

/** What the parts of the store share. Methods expect to be called within a transaction. */
export interface Context {
  readonly database: BetterSqlite3.Database
  readonly series: SeriesTable
  /** @throws WorkbenchError `no-run` */
  need(id: string): RunRow
  /** Numbers a change and marks the run with it, once a transaction that changed it. */
  touch(id: string): void
  /** Numbers a change. */
  nextChange(): number
  /** Runs `work` as one transaction that holds the write lock from its start. */
  write<T>(work: () => T): T
}

/** @returns the error for a reference to a run that means none */
export function noRun(reference: string): WorkbenchError {
  return new WorkbenchError(
    'no-run',
    `no run "${reference}": expected an id, a unique prefix of one, a name or latest; see \`lacuna runs list\``,
  )
}

export function createContext(database: BetterSqlite3.Database): Context {
  const select = database.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?')
  const increment = database.prepare<[], number>('UPDATE changeCounter SET value = value + 1 RETURNING value').pluck()
  const mark = database.prepare<[number, string]>('UPDATE runs SET change = ? WHERE id = ?')
  const nextChange = () => increment.get()!
  const transaction = database.transaction((work: () => unknown) => work())
  return {
    database,
    series: seriesTable(database),
    need(id) {
      const row = select.get(id)
      if (!row) throw noRun(id)
      return row
    },
    touch(id) {
      mark.run(nextChange(), id)
    },
    nextChange,
    write: <T>(work: () => T) => transaction.immediate(work) as T,
  }
}
