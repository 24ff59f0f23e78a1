import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, resolve, sep } from 'node:path'
import { type DatasetInfo, type NewDataset, newDatasetSchema } from '../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import type { DatasetStore } from '../store/dataset-store.ts'
import { BUILT_IN, DatasetCache } from './dataset-cache.ts'
import { addableKinds } from './kinds/registry.ts'
import { requestOf } from './recipe.ts'

/** Data sets a person adds and removes. */
export interface DatasetShelf {
  /**
   * Adds a data set once its source has been looked at; nothing is built yet.
   *
   * @returns how it stands at 32×32
   * @throws WorkbenchError dataset-name, dataset-kind, dataset-options, dataset-source, dataset-path
   */
  add(dataset: NewDataset): Promise<DatasetInfo>
  /**
   * Forgets a data set and deletes what was made of it; the pictures it was made from are left alone.
   *
   * @throws WorkbenchError dataset-unknown, dataset-built-in, dataset-busy
   */
  remove(name: string): Promise<void>
}

export interface DatasetShelfOptions {
  readonly store: DatasetStore
  readonly datasets: DatasetCache
  readonly dataFolder: string
}

/** Where a browser may add data from unless the workbench is told otherwise. */
export const defaultRoots = (): readonly string[] => [homedir(), process.cwd()]

/**
 * Refuses paths outside the folders that data may be added from. The real place counts, not a link to it.
 *
 * @param roots null: anywhere
 * @throws WorkbenchError dataset-path
 */
export function checkRoots({ path, splitFile }: Pick<NewDataset, 'path' | 'splitFile'>, roots: readonly string[] | null): void {
  if (!roots) return
  const real = (place: string) => (statSync(place, { throwIfNoEntry: false }) ? realpathSync(place) : resolve(place))
  const allowed = roots.map((root) => (real(root).endsWith(sep) ? real(root) : `${real(root)}${sep}`))
  for (const place of splitFile === undefined ? [path] : [path, splitFile]) {
    if (isAbsolute(place) && allowed.some((root) => `${real(place)}${sep}`.startsWith(root))) continue
    throw new WorkbenchError(
      'dataset-path',
      `${place}: data may be added from ${roots.join(' and ')} only; add it with \`lacuna datasets add\` on that machine`,
    )
  }
}

export function createDatasetShelf({ store, datasets, dataFolder }: DatasetShelfOptions): DatasetShelf {
  return {
    async add(dataset) {
      const parsed = newDatasetSchema.safeParse(dataset)
      if (!parsed.success) {
        const { path, message } = parsed.error.issues[0]!
        throw new WorkbenchError('dataset-options', `${path.join('.')}: ${message}`)
      }
      const { name, kind, ...options } = parsed.data
      const known = addableKinds()
      const found = known.find((candidate) => candidate.kind === kind)
      if (!found) {
        const names = known.map((candidate) => candidate.kind).join(', ')
        throw new WorkbenchError('dataset-kind', `unknown kind of data set "${kind}": expected ${names}`)
      }
      const strange = Object.keys(options).find((option) => !found.options.some((field) => field.name === option))
      if (strange) {
        const names = found.options.map((field) => field.name).join(', ')
        throw new WorkbenchError('dataset-options', `${kind} has no option "${strange}": expected ${names}`)
      }
      if ([...BUILT_IN, ...(await store.list())].some((other) => other.name === name)) {
        throw new WorkbenchError('dataset-name', `there is a data set "${name}" already; choose another name or remove that one`)
      }
      const paths = { path: resolve(options.path), ...(options.splitFile ? { splitFile: resolve(options.splitFile) } : {}) }
      const definition = { name, kind, options: { ...options, ...paths } }
      requestOf(definition, 32)
      const trial = new DatasetCache({ dataFolder, definitions: () => [definition] })
      const info = await trial.info(name, { imageSize: 32 })
      if (info.splits.train.count === 0) throw new WorkbenchError('dataset-source', info.note ?? `${options.path}: no pictures`)
      await store.add(definition, Date.now())
      return info
    },

    async remove(name) {
      if (BUILT_IN.some((other) => other.name === name)) {
        throw new WorkbenchError('dataset-built-in', `data set "${name}" is built in: it cannot be removed`)
      }
      const info = await datasets.info(name, { imageSize: 32 })
      if (info.state === 'building') {
        throw new WorkbenchError(
          'dataset-busy',
          `data set "${name}" is being built; remove it when that is done or has been stopped`,
        )
      }
      await datasets.remove(name)
      await store.remove(name)
    },
  }
}
