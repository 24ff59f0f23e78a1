import { dirname, resolve } from 'node:path'
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../core/workbench.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly db?: string
  readonly data?: string
}

/** npm runs scripts in the package's folder and says in INIT_CWD where the person stands. */
function userFolder(): string {
  const { INIT_CWD, npm_lifecycle_event: script, npm_package_json: manifest } = process.env
  const ranByNpm = INIT_CWD && script && manifest && process.cwd() === dirname(manifest)
  return ranByNpm ? INIT_CWD : process.cwd()
}

/** A path as the person wrote it, absolute. */
export function userPath(path: string): string {
  return resolve(userFolder(), path)
}

/** Opens the workbench that `--db` and `--data` name. */
export function openFor(
  { db, data }: GlobalOptions,
  more: Pick<WorkbenchOptions, 'adoptsQueue' | 'onEvents' | 'profile'> = {},
): Promise<Workbench> {
  return openWorkbench({
    database: userPath(db ?? 'experiments.db'),
    dataFolder: data === undefined ? undefined : userPath(data),
    ...more,
  })
}

/** Opens it for one command and closes it whatever happens. */
export async function withWorkbench<T>(options: GlobalOptions, work: (workbench: Workbench) => Promise<T>): Promise<T> {
  const workbench = await openFor(options)
  try {
    return await work(workbench)
  } finally {
    await workbench.close()
  }
}

/** One line of `--json` output. */
export function printJson(value: { event: string } & Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Aligned columns; the first is left-aligned, numbers to the right. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const numeric = header.map((_, column) => rows.length > 0 && rows.every((row) => /^[−–\-\d.,%]*$/.test(row[column]!)))
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) => (numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`)
  }
}
