import { WorkbenchError } from '../../../src-shared/errors.ts'
import type { DatasetDefinition } from '../datasets/recipe.ts'
import { explain, openDatabase } from './database.ts'

/** Data sets that a person added, by name. Several processes may use one store at once. */
export interface DatasetStore {
  /** Oldest first. */
  list(): Promise<DatasetDefinition[]>
  /**
   * @param now UTC milliseconds
   * @throws WorkbenchError `dataset-name` when there is one of that name
   */
  add(definition: DatasetDefinition, now: number): Promise<void>
  /** @returns false where there was none of that name */
  remove(name: string): Promise<boolean>
  close(): void
}

/** @throws WorkbenchError as `openSqliteRunStore` */
export function openDatasetStore(file: string): DatasetStore {
  const database = openDatabase(file)
  const select = database.prepare<[], { name: string; kind: string; options: string }>(
    'SELECT name, kind, options FROM datasets ORDER BY createdAt, name',
  )
  const insert = database.prepare<[string, string, string, number]>(
    'INSERT INTO datasets (name, kind, options, createdAt) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const remove = database.prepare<[string]>('DELETE FROM datasets WHERE name = ?')

  async function attempt<T>(work: () => T): Promise<T> {
    try {
      return work()
    } catch (error) {
      throw explain(error, file)
    }
  }

  return {
    list: () => attempt(() => select.all().map(({ options, ...rest }) => ({ ...rest, options: JSON.parse(options) }))),
    add: ({ name, kind, options }, now) =>
      attempt(() => {
        if (insert.run(name, kind, JSON.stringify(options), now).changes > 0) return
        throw new WorkbenchError('dataset-name', `there is a data set "${name}" already; choose another name or remove that one`)
      }),
    remove: (name) => attempt(() => remove.run(name).changes > 0),
    close: () => void database.close(),
  }
}
