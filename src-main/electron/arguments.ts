import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'

/** What the window is opened on; `lacuna start` passes both as absolute paths. */
export interface ShellArguments {
  readonly database: string
  /** Undefined: beside the database. */
  readonly dataFolder: string | undefined
}

/**
 * Reads `--db=FILE` and `--data=DIR`; the last of each counts. Chromium's own switches stand among them and are left alone.
 *
 * @param folder where relative paths start, and the default database lies
 */
export function parseArguments(argv: readonly string[], folder: string): ShellArguments {
  const given = (option: string) => argv.findLast((argument) => argument.startsWith(`${option}=`))?.slice(option.length + 1)
  const dataFolder = given('--data')
  return {
    database: resolve(folder, given('--db') || 'experiments.db'),
    dataFolder: dataFolder ? resolve(folder, dataFolder) : undefined,
  }
}

/**
 * Chromium's profile of the window on one database. Electron allows one instance a profile, so that a second start on the same
 * database brings the first window to the front, and one on another database opens beside it.
 */
export function profileFolder(applicationData: string, database: string): string {
  return join(applicationData, 'lacuna', createHash('sha256').update(database).digest('hex').slice(0, 16))
}
