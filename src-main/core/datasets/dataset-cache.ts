import {
  type DatasetInfo,
  type DatasetManifest,
  type DatasetProblem,
  type DatasetProgress,
  pictureBytes,
  type SplitName,
} from '../../../src-shared/datasets.ts'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { ensureBuilt, readBuildProgress } from './build.ts'
import { infoOf, infoWithoutSource } from './dataset-info.ts'
import { changesBetween } from './files/scan.ts'
import { Planner } from './planner.ts'
import { type Previews, previewsOf, previewsOfCache } from './previews.ts'
import { type DatasetDefinition, type Recipe, type Request, recipeOf, requestOf } from './recipe.ts'
import { Shelf } from './shelf.ts'
import { defaultWorkers } from './worker-pool.ts'

export const BUILT_IN: readonly DatasetDefinition[] = [{ name: 'synthetic-faces', kind: 'synthetic-faces', options: {} }]

export interface DatasetCacheOptions {
  /** `DATA`: caches go to `DATA/datasets/<hash>`. */
  readonly dataFolder: string
  /** Data sets besides the built-in ones; asked each time. */
  readonly definitions?: () => readonly DatasetDefinition[] | Promise<readonly DatasetDefinition[]>
  /** Worker threads of a build. */
  readonly workers?: number
  /** UTC milliseconds. */
  readonly now?: () => number
}

export interface DatasetSize {
  /** Width and height, in pixels. */
  readonly imageSize: number
}

export interface OpenedDataset {
  readonly folder: string
  readonly hash: string
  readonly info: DatasetInfo
  /** When the whole cache is valid; rejects when the build fails or is aborted. */
  readonly complete: Promise<DatasetManifest>
}

/** Pictures as training reads them, made once from what they come from and kept. */
export class DatasetCache {
  readonly #dataFolder: string
  readonly #definitions: NonNullable<DatasetCacheOptions['definitions']>
  readonly #workers: number
  readonly #now: () => number
  readonly #planner = new Planner()
  readonly #shelf: Shelf
  readonly #underway = new Set<{ hash: string; ended: Promise<unknown>; stop: AbortController }>()

  constructor({ dataFolder, definitions, workers, now }: DatasetCacheOptions) {
    this.#dataFolder = dataFolder
    this.#definitions = definitions ?? (() => [])
    this.#workers = workers ?? defaultWorkers()
    this.#now = now ?? Date.now
    this.#shelf = new Shelf(dataFolder)
  }

  /** Every data set, as it stands at one size. */
  async list({ imageSize }: DatasetSize = { imageSize: 32 }): Promise<DatasetInfo[]> {
    const definitions = await this.#allDefinitions()
    return Promise.all(definitions.map(({ name }) => this.info(name, { imageSize })))
  }

  /** @throws WorkbenchError dataset-unknown */
  async info(name: string, size: DatasetSize): Promise<DatasetInfo> {
    const request = await this.#request(name, size)
    const found = await this.#find(request)
    return 'reason' in found
      ? infoWithoutSource(request, found.earlier, messageOf(found.reason))
      : infoOf(found, this.#shelf, this.#now())
  }

  /**
   * Finds the cache, or begins to build it (or to follow the process that does), and returns as soon as training can start on it: at the
   * first pictures where all that are planned can be made; else, of files that may turn out unreadable, when all have been made, since
   * only then is it known which pictures there are.
   *
   * @throws WorkbenchError dataset-unknown; dataset-source when there is neither a source nor what was made from it before; dataset-empty;
   *   dataset-format, dataset-manifest or dataset-truncated for a damaged cache
   */
  async open(
    name: string,
    size: DatasetSize,
    { onProgress, signal }: { onProgress?: (progress: DatasetProgress) => void; signal?: AbortSignal } = {},
  ): Promise<OpenedDataset> {
    const request = await this.#request(name, size)
    const recipe = await this.#find(request, true)
    if ('reason' in recipe) {
      if (!recipe.earlier) throw recipe.reason
      const manifest = (await this.#shelf.checkedManifest(recipe.earlier.hash))!
      const info = infoWithoutSource(request, manifest, messageOf(recipe.reason))
      return { folder: this.#shelf.folder(manifest.hash), hash: manifest.hash, info, complete: Promise.resolve(manifest) }
    }
    const { layout, folder, plan } = recipe
    await this.#shelf.checkedManifest(layout.hash)
    const begun = Promise.withResolvers<void>()
    const stop = new AbortController()
    const complete = ensureBuilt({
      folder,
      layout,
      source: { kind: recipe.definition.kind, options: recipe.options, work: plan.work },
      problems: plan.problems ?? [],
      changes: () => this.#changesOf(recipe),
      workers: this.#workers,
      now: this.#now,
      signal: AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]),
      onProgress: (progress) => {
        begun.resolve()
        onProgress?.(progress)
      },
    })
    const ended = complete.catch(() => {}) // whoever awaits `complete` hears of it; nobody need
    const build = { hash: layout.hash, ended, stop }
    this.#underway.add(build)
    ended.then(() => this.#underway.delete(build))
    await (recipe.kind.mayLeaveOut ? complete : Promise.race([begun.promise, complete]))
    return { folder, hash: layout.hash, info: await infoOf(recipe, this.#shelf, this.#now()), complete }
  }

  /**
   * Pictures for previews, cached or not: those that the cache lacks are made here. One that cannot be is left black.
   *
   * @param indices into the file's order (train, validation, test)
   * @returns [picture, height, width, channel] bytes
   */
  async readPictures(name: string, size: DatasetSize, indices: readonly number[]): Promise<Uint8Array> {
    const { layout, read } = await this.#previews(await this.#request(name, size))
    const bytes = pictureBytes(layout)
    const target = new Uint8Array(indices.length * bytes)
    for (const [i, index] of indices.entries()) await read(index, target.subarray(i * bytes, (i + 1) * bytes))
    return target
  }

  /** The first `count` pictures of a split that can be read, all of them where it has fewer. */
  async firstPictures(name: string, { split, count, imageSize }: DatasetSize & { split: SplitName; count: number }) {
    const { layout, read } = await this.#previews(await this.#request(name, { imageSize }))
    const range = layout.splits[split]
    const bytes = pictureBytes(layout)
    const pictures = new Uint8Array(Math.min(count, range.count) * bytes)
    let found = 0
    for (let i = 0; i < range.count && found * bytes < pictures.length; i++) {
      if (await read(range.offset + i, pictures.subarray(found * bytes, (found + 1) * bytes))) found++
    }
    return { count: found, size: imageSize, channels: layout.channels, pictures: pictures.slice(0, found * bytes) }
  }

  /** What was not as it should be: of what has been made, or what is known of it before. */
  async problems(name: string, size: DatasetSize): Promise<readonly DatasetProblem[]> {
    const found = await this.#find(await this.#request(name, size))
    if ('reason' in found) return found.earlier?.problems ?? []
    const manifest = await this.#shelf.manifest(found.layout.hash)
    if (manifest) return manifest.problems
    const build = await readBuildProgress(found.folder).catch(() => null)
    return build?.problems ?? found.plan.problems ?? []
  }

  /** The cache of a data set as it stands now, if it is sealed; nothing is built. @throws WorkbenchError dataset-unknown */
  async sealed(name: string, size: DatasetSize): Promise<{ folder: string; manifest: DatasetManifest } | null> {
    const found = await this.#find(await this.#request(name, size))
    const hash = 'reason' in found ? found.earlier?.hash : found.layout.hash
    const manifest = hash === undefined ? null : await this.#shelf.manifest(hash)
    return manifest && { folder: this.#shelf.folder(manifest.hash), manifest }
  }

  /** What is recorded of pictures a run was trained on. @param hash the run's `datasetHash` */
  manifestOf(hash: string): Promise<DatasetManifest | null> {
    return this.#shelf.manifest(hash)
  }

  /** Where the pictures of a run lie; null where they are not, or not all of them. @param hash the run's `datasetHash` */
  async folderOf(hash: string): Promise<string | null> {
    return (await this.#shelf.manifest(hash)) ? this.#shelf.folder(hash) : null
  }

  /**
   * Stops a build of this instance, for all who wait for it; the next one goes on from there.
   *
   * @throws WorkbenchError dataset-idle when nothing is being built here
   */
  async stop(name: string, size: DatasetSize): Promise<void> {
    const found = await this.#find(await this.#request(name, size))
    const hash = 'reason' in found ? undefined : found.layout.hash
    const builds = [...this.#underway].filter((build) => build.hash === hash)
    if (builds.length === 0) {
      throw new WorkbenchError('dataset-idle', `this program is not building data set "${name}": if another is, stop it there`)
    }
    await this.#abort(
      builds,
      new WorkbenchError('dataset-stopped', `the building of data set "${name}" was stopped; build it to go on from there`),
    )
  }

  /** Stops what this instance builds; another that follows takes over, or a later one continues. */
  async close(): Promise<void> {
    await this.#abort([...this.#underway], new WorkbenchError('closing', 'the workbench is closing'))
  }

  async #abort(builds: readonly { ended: Promise<unknown>; stop: AbortController }[], reason: WorkbenchError): Promise<void> {
    for (const { stop } of builds) stop.abort(reason)
    await Promise.all(builds.map(({ ended }) => ended))
  }

  /** Deletes what was made of a data set, at one size or all. The pictures it was made from are left alone. */
  async remove(name: string, size?: DatasetSize): Promise<void> {
    const definition = await this.#definition(name)
    await this.#shelf.remove(
      ({ imageSize, definition: key }) => (!size || size.imageSize === imageSize) && key === requestOf(definition, imageSize).key,
    )
  }

  async #allDefinitions(): Promise<readonly DatasetDefinition[]> {
    return [...BUILT_IN, ...(await this.#definitions())]
  }

  async #definition(name: string): Promise<DatasetDefinition> {
    const definitions = await this.#allDefinitions()
    const definition = definitions.find((candidate) => candidate.name === name)
    if (definition) return definition
    const known = definitions.map((candidate) => candidate.name).join(', ')
    throw new WorkbenchError(
      'dataset-unknown',
      `unknown dataset "${name}": expected ${known}; one that was removed can be added again`,
    )
  }

  async #request(name: string, { imageSize }: DatasetSize): Promise<Request> {
    return requestOf(await this.#definition(name), imageSize)
  }

  async #plan({ definition, options, imageSize }: Request, fresh: boolean) {
    return this.#planner.plan({ kind: definition.kind, options, imageSize }, fresh)
  }

  /** The recipe; or, where its source cannot be looked at, why, and the newest cache made from it. */
  async #find(request: Request, fresh = false): Promise<Recipe | { reason: WorkbenchError; earlier: DatasetManifest | null }> {
    try {
      return recipeOf(request, await this.#plan(request, fresh), this.#dataFolder)
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code !== 'dataset-source') throw error
      return { reason: error, earlier: await this.#shelf.newest(request.key) }
    }
  }

  async #changesOf(recipe: Recipe): Promise<readonly DatasetProblem[]> {
    const before = recipe.plan.contents
    if (!before) return []
    try {
      const after = await this.#plan(recipe, true)
      return after.contents ? changesBetween(before, after.contents) : []
    } catch (error) {
      return [{ file: recipe.layout.source, what: `gone while the set was being built: ${messageOf(error)}`, leftOut: false }]
    }
  }

  async #previews(request: Request): Promise<Previews> {
    const found = await this.#find(request)
    if (!('reason' in found)) return previewsOf(found, this.#shelf)
    if (!found.earlier) throw found.reason
    const manifest = (await this.#shelf.checkedManifest(found.earlier.hash))!
    return previewsOfCache(manifest, this.#shelf.folder(manifest.hash))
  }
}
