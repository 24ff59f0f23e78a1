import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type BuildProgress,
  checkDataSize,
  coversRange,
  type DatasetLayout,
  type DatasetManifest,
  type PictureRange,
  parseBuildProgress,
  parseManifest,
  pictureBytes,
  type SplitName,
  type Splits,
  splitNames,
  totalPictures,
} from '../../src-shared/datasets.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { firstOfSplit } from './training-order.ts'

/** Between two looks at a build's progress, in milliseconds. */
const LOOK_EVERY = 40

export interface DatasetReaderOptions {
  /** How long a build may lie still or dead before waiting for it is an error: another process may take it over. Milliseconds. */
  readonly patience?: { readonly dead: number; readonly still: number }
}

/**
 * Opens a dataset cache, complete or with a build under way.
 *
 * @param folder `DATA/datasets/<hash>`
 * @throws WorkbenchError dataset-absent, dataset-format, dataset-manifest, dataset-truncated
 */
export async function openDatasetReader(folder: string, { patience }: DatasetReaderOptions = {}): Promise<DatasetReader> {
  const state = await look(folder)
  if (!state) {
    throw new WorkbenchError(
      'dataset-absent',
      `no dataset cache in ${folder}: expected manifest.json or progress.json; build it first`,
    )
  }
  return new DatasetReader(folder, state, patience ?? { dead: 2_000, still: 60_000 })
}

/** Reads pictures from a dataset cache by number, without loading it whole, also while it is still being built. */
export class DatasetReader {
  readonly layout: DatasetLayout
  readonly #folder: string
  readonly #path: string
  readonly #file: number
  readonly #patience: NonNullable<DatasetReaderOptions['patience']>
  #ready: PictureRange[] = []
  #manifest: DatasetManifest | undefined

  constructor(folder: string, state: DatasetManifest | BuildProgress, patience: NonNullable<DatasetReaderOptions['patience']>) {
    this.layout = 'layout' in state ? state.layout : state
    this.#folder = folder
    this.#path = join(folder, 'images.u8')
    this.#patience = patience
    this.#take(state)
    this.#file = openSync(this.#path, 'r')
    if (!this.#manifest) return
    try {
      checkDataSize(this.layout, fstatSync(this.#file).size, this.#path)
    } catch (error) {
      this.close()
      throw error
    }
  }

  get folder(): string {
    return this.#folder
  }

  get splits(): Splits {
    return this.layout.splits
  }

  get imageSize(): number {
    return this.layout.imageSize
  }

  get channels(): number {
    return this.layout.channels
  }

  get exchangeable(): boolean {
    return this.layout.exchangeable
  }

  /** The sealed cache's manifest; undefined while it is being built. */
  get manifest(): DatasetManifest | undefined {
    return this.#manifest
  }

  /**
   * Waits until pictures of a split can be read.
   *
   * @param indices positions in the split, or how many of its first pictures
   * @throws WorkbenchError dataset-build-died, dataset-build-failed; the signal's reason
   */
  async waitUntilReady(split: SplitName, indices: Uint32Array | number, signal?: AbortSignal): Promise<void> {
    let stillSince = performance.now()
    let deadSince: number | undefined
    let updatedAt = -1
    while (!this.#covers(split, indices)) {
      signal?.throwIfAborted()
      const state = await look(this.#folder)
      if (state) this.#take(state)
      if (this.#covers(split, indices)) return
      const now = performance.now()
      if (state && 'layout' in state && state.updatedAt !== updatedAt) {
        updatedAt = state.updatedAt
        stillSince = now
      }
      deadSince = isBuilding(state) ? undefined : (deadSince ?? now)
      if (deadSince !== undefined && now - deadSince >= this.#patience.dead) throw this.#endOf(state)
      if (now - stillSince >= this.#patience.still) throw this.#endOf(state)
      await sleep(LOOK_EVERY, undefined, { signal })
    }
  }

  waitForTraining(indices: Uint32Array, signal?: AbortSignal): Promise<void> {
    return this.waitUntilReady('train', indices, signal)
  }

  waitForValidation(count: number, signal?: AbortSignal): Promise<void> {
    return this.waitUntilReady('validation', count, signal)
  }

  /** Waits until every picture can be read. */
  async waitUntilComplete(signal?: AbortSignal): Promise<void> {
    for (const split of splitNames) await this.waitUntilReady(split, this.splits[split].count, signal)
  }

  /** [picture, height, width, channel] bytes of the training pictures at these positions. */
  readTraining(indices: Uint32Array): Uint8Array {
    return this.read('train', indices)
  }

  /** The first `count` validation pictures. */
  readValidation(count: number): Uint8Array {
    return this.readSplit('validation', count)
  }

  /** The first `count` pictures of a split, all of them where it has fewer. */
  readSplit(split: SplitName, count: number): Uint8Array {
    return this.read(split, firstOfSplit(this.splits[split].count, count))
  }

  /**
   * Synchronous: a batch is a fraction of a millisecond from the page cache, less than a round of promises a picture.
   *
   * @param indices [picture] positions in the split, each ready
   * @param target [picture, height, width, channel] bytes; made where not given
   */
  read(split: SplitName, indices: Uint32Array, target?: Uint8Array): Uint8Array {
    const bytes = pictureBytes(this.layout)
    const pictures = target ?? new Uint8Array(indices.length * bytes)
    const { offset } = this.layout.splits[split]
    for (let from = 0; from < indices.length; ) {
      let count = 1 // neighbours in the file are read at once
      while (from + count < indices.length && indices[from + count] === indices[from]! + count) count++
      this.#readAt(pictures, from * bytes, count * bytes, (offset + indices[from]!) * bytes)
      from += count
    }
    return pictures
  }

  close(): void {
    closeSync(this.#file)
  }

  #readAt(target: Uint8Array, start: number, length: number, position: number): void {
    for (let done = 0; done < length; ) {
      const bytes = readSync(this.#file, target, start + done, length - done, position + done)
      if (bytes === 0) {
        checkDataSize(this.layout, fstatSync(this.#file).size, this.#path)
        const last = totalPictures(this.layout) - 1
        throw new WorkbenchError('dataset-picture', `no picture ${position / pictureBytes(this.layout)}: expected 0 to ${last}`)
      }
      done += bytes
    }
  }

  #covers(split: SplitName, indices: Uint32Array | number): boolean {
    if (this.#manifest) return true
    const { offset } = this.layout.splits[split]
    if (typeof indices === 'number') return coversRange(this.#ready, offset, offset + indices)
    return indices.every((index) => coversRange(this.#ready, offset + index, offset + index + 1))
  }

  #take(state: DatasetManifest | BuildProgress): void {
    if ('layout' in state) this.#ready = state.ready
    else this.#manifest = state
  }

  #endOf(state: DatasetManifest | BuildProgress | null): WorkbenchError {
    const name = this.layout.name
    if (state && 'layout' in state && state.state === 'failed') {
      return new WorkbenchError(
        'dataset-build-failed',
        `the build of dataset "${name}" failed: ${state.reason ?? 'no reason given'}`,
      )
    }
    const at = state && 'layout' in state ? ` at ${state.done} of ${state.total} pictures` : ''
    return new WorkbenchError(
      'dataset-build-died',
      `the build of dataset "${name}" ended${at}; start the run again to continue it`,
    )
  }
}

async function look(folder: string): Promise<DatasetManifest | BuildProgress | null> {
  const text = (name: string) =>
    readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'EPERM', 'EBUSY'].includes(error.code ?? '')) return null // EPERM, EBUSY: being renamed, on Windows
      throw error
    })
  const manifest = await text('manifest.json')
  if (manifest !== null) return parseManifest(manifest, join(folder, 'manifest.json'))
  const progress = await text('progress.json')
  return progress === null ? null : parseBuildProgress(progress, join(folder, 'progress.json'))
}

/** Whether a builder seems at work. One on another machine is judged by its progress alone. */
function isBuilding(state: DatasetManifest | BuildProgress | null): boolean {
  if (!state || !('layout' in state) || state.state !== 'building') return false
  if (state.builder.host !== hostname()) return true
  try {
    process.kill(state.builder.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
