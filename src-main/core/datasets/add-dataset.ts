import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve, sep } from 'node:path'
import { type DatasetInfo, type NewDataset, newDatasetSchema } from '../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { describeIssue, inPlain } from '../../../src-shared/plain-issues.ts'
import type { DatasetStore } from '../store/dataset-store.ts'
import { BUILT_IN, DatasetCache } from './dataset-cache.ts'
import type { Inbox } from './inbox.ts'
import { addableKinds } from './kinds/registry.ts'
import { requestOf } from './recipe.ts'
import { isZip, unpack } from './unpack.ts'

/** Data sets a person adds and removes. */
export interface DatasetShelf {
  /**
   * Adds a data set once its source has been looked at; nothing is built yet. A zip is unpacked into the data folder.
   *
   * @returns how it stands at 32×32
   * @throws WorkbenchError dataset-name, dataset-kind, dataset-options, dataset-source, dataset-path
   */
  add(dataset: NewDataset): Promise<DatasetInfo>
  /**
   * Forgets a data set and deletes what was made of it; the pictures it was made from are left alone, unless they are a copy of ours.
   *
   * @returns whether there was such a copy
   * @throws WorkbenchError dataset-unknown, dataset-built-in, dataset-busy
   */
  remove(name: string): Promise<{ ownCopy: boolean }>
}

export interface DatasetShelfOptions {
  readonly store: DatasetStore
  readonly datasets: DatasetCache
  readonly dataFolder: string
  readonly inbox: Inbox
}

/** Where a browser may add data from unless the workbench is told otherwise. */
export const defaultRoots = (): readonly string[] => [homedir(), process.cwd()]

/**
 * Refuses paths outside the folders that data may be added from. The real place counts, not a link to it.
 *
 * @param roots null: anywhere
 * @param inbox what came through it may be used as well
 * @throws WorkbenchError dataset-path
 */
export function checkRoots(
  { path, splitFile }: Pick<NewDataset, 'path' | 'splitFile'>,
  roots: readonly string[] | null,
  inbox: string,
): void {
  if (!roots) return
  const real = (place: string) => (statSync(place, { throwIfNoEntry: false }) ? realpathSync(place) : resolve(place))
  const allowed = [...roots, inbox].map((root) => (real(root).endsWith(sep) ? real(root) : `${real(root)}${sep}`))
  for (const place of splitFile === undefined ? [path] : [path, splitPath(path, splitFile)]) {
    if (isAbsolute(place) && allowed.some((root) => `${real(place)}${sep}`.startsWith(root))) continue
    throw new WorkbenchError(
      'dataset-path',
      `data may be added from ${roots.join(' and ')} only, not from "${place}"; add it with \`lacuna datasets add\` on that machine`,
    )
  }
}

/** A split's list may be named as a file in the pictures' folder. */
const splitPath = (folder: string, splitFile: string) => (isAbsolute(splitFile) ? splitFile : join(folder, splitFile))

export function createDatasetShelf({ store, datasets, dataFolder, inbox }: DatasetShelfOptions): DatasetShelf {
  const pathOf = (definition: { options: unknown } | undefined) => (definition?.options as { path?: string })?.path ?? ''

  /** Deletes a folder or file that came through the inbox. @returns whether it did */
  async function discardCopy(path: string): Promise<boolean> {
    const id = inbox.idOf(path)
    if (id !== undefined) await inbox.discard(id)
    return id !== undefined
  }

  async function definitionAndOthers(name: string) {
    const list = await store.list()
    return [list.find((one) => one.name === name), list.filter((one) => one.name !== name)] as const
  }

  return {
    async add(dataset) {
      const parsed = newDatasetSchema.safeParse(dataset, inPlain)
      if (!parsed.success) throw new WorkbenchError('dataset-options', describeIssue(parsed.error.issues[0]!))
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
      const given = resolve(options.path)
      const unpacked = isZip(given) && statSync(given, { throwIfNoEntry: false })?.isFile()
      const path = unpacked ? await unpack(given, inbox) : given
      const split = options.splitFile === undefined ? {} : { splitFile: splitPath(path, options.splitFile) }
      const definition = { name, kind, options: { ...options, path, ...split } }
      try {
        requestOf(definition, 32)
        const trial = new DatasetCache({ dataFolder, definitions: () => [definition] })
        const info = await trial.info(name, { imageSize: 32 })
        if (info.splits.train.count === 0) throw new WorkbenchError('dataset-source', info.note ?? `${options.path}: no pictures`)
        await store.add(definition, Date.now())
        if (unpacked) await discardCopy(given)
        return info
      } catch (error) {
        if (unpacked) await discardCopy(path)
        throw error
      }
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
      const [definition, others] = await definitionAndOthers(name)
      await datasets.remove(name)
      await store.remove(name)
      const path = pathOf(definition)
      const shared = others.some((other) => inbox.idOf(pathOf(other)) === inbox.idOf(path))
      return { ownCopy: !shared && (await discardCopy(path)) }
    },
  }
}
