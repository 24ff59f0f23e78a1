import type BetterSqlite3 from 'better-sqlite3'

/** One step of the schema. Once released it never changes: a correction is another migration. */
export interface Migration {
  /** `user_version` once it is applied; 1, 2, 3, … in the registry's order. */
  readonly number: number
  readonly name: string
  /** Runs within a transaction. */
  up(database: BetterSqlite3.Database): void
}
