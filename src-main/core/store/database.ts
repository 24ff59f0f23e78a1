import BetterSqlite3 from 'better-sqlite3'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import type { Migration } from './migrations/migration.ts'
import { migrations as allMigrations } from './migrations/registry.ts'

/** How long a call waits for another process's transaction, in milliseconds. */
const busyTimeout = 5000
/** "Lcna", in the file's header: what tells our databases from another program's. */
const applicationId = 0x4c636e61

/** A file's own word on what it is, read before anything is written to it. */
function examine(database: BetterSqlite3.Database, file: string, newest: Migration | undefined): number {
  const version = database.pragma('user_version', { simple: true }) as number
  const owner = database.pragma('application_id', { simple: true }) as number
  const tables = database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get()!
  if (owner !== applicationId && (owner !== 0 || version !== 0 || tables > 0)) {
    throw new WorkbenchError(
      'database-foreign',
      `${file} is another program's SQLite database: expected experiments of Lacuna; give another file with --db`,
    )
  }
  if (version > (newest?.number ?? 0)) {
    throw new WorkbenchError(
      'database-newer',
      `${file} is a database of version ${version}, this program knows versions up to ${newest?.number ?? 0} ("${newest?.name}"); ` +
        'update Lacuna or give another file with --db',
    )
  }
  return version
}

/** What SQLite complains of, as something a person can act on; any other error as it came. */
export function explain(error: unknown, file: string): unknown {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return error
  if (code.startsWith('SQLITE_BUSY')) {
    return new WorkbenchError(
      'database-busy',
      `${file}: another process has held the database for over ${busyTimeout / 1000} s; close it or try again`,
    )
  }
  if (code === 'SQLITE_FULL') return new WorkbenchError('disk-full', `${file}: the disk is full; free some space and try again`)
  if (code.startsWith('SQLITE_READONLY')) {
    return new WorkbenchError('database-readonly', `${file} cannot be written: check the permissions of it and its folder`)
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new WorkbenchError('database-corrupt', `${file} is damaged (${messageOf(error)}); restore a backup`)
  }
  if (code === 'SQLITE_NOTADB') {
    return new WorkbenchError('database-format', `${file} is not a SQLite database; give another file with --db`)
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) {
    return new WorkbenchError(
      'database-open',
      `${file} cannot be used (${messageOf(error)}): expected a file that can be read and written`,
    )
  }
  return error
}

/**
 * Opens a database and brings it up to date.
 *
 * WAL with `synchronous = NORMAL`: what is committed survives the death of any process at once, and a power cut as of the last
 * sync. `durably` syncs where that is not enough.
 *
 * @param file path, made when absent, or `:memory:`
 * @throws WorkbenchError `database-newer`, `database-foreign`, `database-format`, `database-open`, `database-readonly` or
 *   `database-busy`; the file is left as it was
 */
export function openDatabase(file: string, migrations: readonly Migration[] = allMigrations): BetterSqlite3.Database {
  const newest = migrations.at(-1)
  let database: BetterSqlite3.Database | undefined
  try {
    database = new BetterSqlite3(file, { timeout: busyTimeout })
    const version = examine(database, file, newest)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
    // Long curves are read three times as fast without a copy of every page.
    database.pragma('mmap_size = 268435456')
    if (version < (newest?.number ?? 0)) migrate(database, file, migrations)
    return database
  } catch (error) {
    database?.close()
    if (error instanceof TypeError) {
      throw new WorkbenchError(
        'database-open',
        `${file} cannot be opened: expected a file in a folder that exists (${messageOf(error)})`,
      )
    }
    throw explain(error, file)
  }
}

/** Applies what is missing, all or nothing. The version is read anew under the lock: another process may have been first. */
function migrate(database: BetterSqlite3.Database, file: string, migrations: readonly Migration[]): void {
  database
    .transaction(() => {
      const version = examine(database, file, migrations.at(-1))
      for (const migration of migrations.filter(({ number }) => number > version)) {
        migration.up(database)
        database.pragma(`user_version = ${migration.number}`)
      }
      database.pragma(`application_id = ${applicationId}`)
    })
    .immediate()
}

/**
 * Does `work`, one transaction, so that it and all before it survive a power cut once this returns; a few milliseconds on an SSD.
 */
export function durably<T>(database: BetterSqlite3.Database, work: () => T): T {
  database.pragma('synchronous = FULL')
  try {
    return work()
  } finally {
    database.pragma('synchronous = NORMAL')
  }
}
