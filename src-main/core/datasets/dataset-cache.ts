import { createHash } from 'node:crypto'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkDataSize,
  coversRange,
  DATASET_FORMAT,
  type DatasetInfo,
  type DatasetLayout,
  type DatasetManifest,
  type DatasetProgress,
  datasetLayoutSchema,
  pictureBytes,
  type SplitName,
  totalPictures,
} from '../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { ensureBuilt, readBuildProgress, readManifest } from './build.ts'
import { isAlive } from './build-lock.ts'
import type { DatasetKind } from './kinds/kind.ts'
import { datasetKind } from './kinds/registry.ts'
import { defaultWorkers } from './worker-pool.ts'

/** A data set by name: a kind and its options. */
export interface DatasetDefinition {
  readonly name: string
  readonly kind: string
  readonly options: unknown
}

const BUILT_IN: readonly DatasetDefinition[] = [{ name: 'synthetic-faces', kind: 'synthetic-faces', options: {} }]

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

interface Recipe {
  readonly definition: DatasetDefinition
  readonly kind: DatasetKind
  readonly options: unknown
  readonly work: unknown
  readonly layout: DatasetLayout
  readonly folder: string
}

/** Pictures as training reads them, made once from what they come from and kept. */
export class DatasetCache {
  readonly #dataFolder: string
  readonly #definitions: NonNullable<DatasetCacheOptions['definitions']>
  readonly #workers: number
  readonly #now: () => number
  readonly #closing = new AbortController()
  readonly #underway = new Set<Promise<unknown>>()

  constructor({ dataFolder, definitions, workers, now }: DatasetCacheOptions) {
    this.#dataFolder = dataFolder
    this.#definitions = definitions ?? (() => [])
    this.#workers = workers ?? defaultWorkers()
    this.#now = now ?? Date.now
  }

  /** Every data set, as it stands at one size. */
  async list({ imageSize }: DatasetSize = { imageSize: 32 }): Promise<DatasetInfo[]> {
    const definitions = await this.#allDefinitions()
    return Promise.all(definitions.map(({ name }) => this.info(name, { imageSize })))
  }

  /** @throws WorkbenchError dataset-unknown */
  async info(name: string, size: DatasetSize): Promise<DatasetInfo> {
    return this.#infoOf(await this.#recipe(name, size))
  }

  /**
   * Finds the cache, or begins to build it (or to follow the process that does), and returns as soon as training can start on it.
   *
   * @throws WorkbenchError dataset-unknown; dataset-format, dataset-manifest or dataset-truncated for a damaged cache
   */
  async open(
    name: string,
    size: DatasetSize,
    { onProgress, signal }: { onProgress?: (progress: DatasetProgress) => void; signal?: AbortSignal } = {},
  ): Promise<OpenedDataset> {
    const recipe = await this.#recipe(name, size)
    const { layout, folder } = recipe
    await this.#checkedManifest(recipe)
    const begun = Promise.withResolvers<void>()
    const complete = ensureBuilt({
      folder,
      layout,
      source: { kind: recipe.definition.kind, options: recipe.options, work: recipe.work },
      workers: this.#workers,
      now: this.#now,
      signal: signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal,
      onProgress: (progress) => {
        begun.resolve()
        onProgress?.(progress)
      },
    })
    const ended = complete.catch(() => {}) // whoever awaits `complete` hears of it; nobody need
    this.#underway.add(ended)
    ended.then(() => this.#underway.delete(ended))
    await Promise.race([begun.promise, complete])
    return { folder, hash: layout.hash, info: await this.#infoOf(recipe), complete }
  }

  /**
   * Pictures for previews, cached or not: those that the cache lacks are made here.
   *
   * @param indices into the file's order (train, validation, test)
   * @returns [picture, height, width, channel] bytes
   */
  async readPictures(name: string, size: DatasetSize, indices: readonly number[]): Promise<Uint8Array> {
    const recipe = await this.#recipe(name, size)
    const { layout, folder, kind } = recipe
    const bytes = pictureBytes(layout)
    const total = totalPictures(layout)
    const manifest = await this.#checkedManifest(recipe)
    const ready = manifest ? [[0, total] as [number, number]] : ((await readBuildProgress(folder).catch(() => null))?.ready ?? [])
    const target = new Uint8Array(indices.length * bytes)
    const file = ready.length > 0 ? await open(join(folder, 'images.u8')) : undefined
    try {
      const source = manifest ? undefined : await kind.openSource(recipe.options, layout.imageSize, recipe.work)
      for (const [position, index] of indices.entries()) {
        if (!Number.isInteger(index) || index < 0 || index >= total) {
          throw new WorkbenchError('dataset-picture', `data set "${name}" has no picture ${index}: expected 0 to ${total - 1}`)
        }
        const offset = position * bytes
        if (file && coversRange(ready, index, index + 1)) await file.read(target, offset, bytes, index * bytes)
        else await source!.produce(index, index + 1, target.subarray(offset, offset + bytes))
      }
    } finally {
      await file?.close()
    }
    return target
  }

  /** The first `count` pictures of a split, all of them where it has fewer. */
  async firstPictures(name: string, { split, count, imageSize }: DatasetSize & { split: SplitName; count: number }) {
    const { layout } = await this.#recipe(name, { imageSize })
    const range = layout.splits[split]
    const indices = Array.from({ length: Math.min(count, range.count) }, (_, i) => range.offset + i)
    const pictures = await this.readPictures(name, { imageSize }, indices)
    return { count: indices.length, size: imageSize, channels: layout.channels, pictures }
  }

  /** Stops what this instance builds; another that follows takes over, or a later one continues. */
  async close(): Promise<void> {
    this.#closing.abort(new WorkbenchError('closing', 'the workbench is closing'))
    await Promise.all(this.#underway)
  }

  /** Deletes a data set's cache at one size. The pictures it was made from are left alone. */
  async remove(name: string, size: DatasetSize): Promise<void> {
    const { folder } = await this.#recipe(name, size)
    await rm(folder, { recursive: true, force: true })
  }

  async #allDefinitions(): Promise<readonly DatasetDefinition[]> {
    return [...BUILT_IN, ...(await this.#definitions())]
  }

  async #recipe(name: string, { imageSize }: DatasetSize): Promise<Recipe> {
    const definitions = await this.#allDefinitions()
    const definition = definitions.find((candidate) => candidate.name === name)
    if (!definition) {
      const known = definitions.map((candidate) => candidate.name).join(', ')
      throw new WorkbenchError('dataset-unknown', `unknown dataset "${name}": expected ${known}`)
    }
    const kind = datasetKind(definition.kind)
    const options = kind.options.parse(definition.options)
    const { layout, fingerprint, work } = await kind.plan(options, imageSize)
    const recipe = { format: DATASET_FORMAT, kind: definition.kind, version: kind.version, options, imageSize, fingerprint }
    const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16)
    return {
      definition,
      kind,
      options,
      work,
      folder: join(this.#dataFolder, 'datasets', hash),
      layout: datasetLayoutSchema.parse({ ...layout, format: DATASET_FORMAT, name, kind: definition.kind, hash, imageSize }),
    }
  }

  async #checkedManifest({ folder }: Recipe): Promise<DatasetManifest | null> {
    const manifest = await readManifest(folder)
    if (!manifest) return null
    const file = join(folder, 'images.u8')
    checkDataSize(manifest, (await stat(file).catch(() => null))?.size ?? 0, file)
    return manifest
  }

  async #infoOf({ definition, kind, layout, folder }: Recipe): Promise<DatasetInfo> {
    const { imageSize, channels, splits, synthetic } = layout
    const info = { name: definition.name, kind: definition.kind, title: kind.title, description: kind.description }
    const about = { ...info, synthetic, imageSize, channels, splits }
    const manifest = await readManifest(folder)
    if (manifest) {
      return { ...about, state: 'ready', bytes: totalPictures(layout) * pictureBytes(layout), contentHash: manifest.contentHash }
    }
    const build = await readBuildProgress(folder).catch(() => null)
    if (build?.state !== 'building' || !(await isAlive(build.builder, build.updatedAt, this.#now())))
      return { ...about, state: 'absent' }
    const { ready, done, total, picturesPerSecond, secondsLeft } = build
    return { ...about, state: 'building', progress: { ready, done, total, picturesPerSecond, secondsLeft } }
  }
}
