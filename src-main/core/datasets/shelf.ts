import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkDataSize, type DatasetLayout, type DatasetManifest } from '../../../src-shared/datasets.ts'
import { readBuildProgress, readManifest } from './build.ts'

/** The caches there are, `DATA/datasets/*`. */
export class Shelf {
  readonly #folder: string
  /** Sealed manifests never change, but for being deleted. */
  readonly #known = new Map<string, { changed: number; manifest: DatasetManifest }>()

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'datasets')
  }

  /** A sealed cache's manifest. @throws WorkbenchError dataset-format, dataset-manifest */
  async manifest(hash: string): Promise<DatasetManifest | null> {
    const folder = join(this.#folder, hash)
    const changed = (await stat(join(folder, 'manifest.json')).catch(() => null))?.mtimeMs
    if (changed === undefined) return null
    const known = this.#known.get(hash)
    if (known?.changed === changed) return known.manifest
    const manifest = await readManifest(folder)
    if (manifest) this.#known.set(hash, { changed, manifest })
    return manifest
  }

  /** The same, its data looked at. @throws also WorkbenchError dataset-truncated */
  async checkedManifest(hash: string): Promise<DatasetManifest | null> {
    const manifest = await this.manifest(hash)
    if (!manifest) return null
    const file = join(this.#folder, hash, 'images.u8')
    checkDataSize(manifest, (await stat(file).catch(() => null))?.size ?? 0, file)
    return manifest
  }

  /** The newest sealed cache made by a definition, whatever its source was then. */
  async newest(definition: string): Promise<DatasetManifest | null> {
    let newest: DatasetManifest | null = null
    for (const hash of await this.#hashes()) {
      const manifest = await this.manifest(hash).catch(() => null)
      if (manifest?.definition === definition && manifest.createdAt > (newest?.createdAt ?? -1)) newest = manifest
    }
    return newest
  }

  folder(hash: string): string {
    return join(this.#folder, hash)
  }

  /** Deletes the caches, sealed or not, that `which` picks. */
  async remove(which: (layout: DatasetLayout) => boolean): Promise<void> {
    for (const hash of await this.#hashes()) {
      const sealed = await this.manifest(hash).catch(() => null)
      const layout = sealed ?? (await readBuildProgress(this.folder(hash)).catch(() => null))?.layout
      if (layout && which(layout)) await rm(this.folder(hash), { recursive: true, force: true })
    }
  }

  async #hashes(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [] as string[])
    return names.filter((name) => /^[0-9a-f]{16}$/.test(name))
  }
}
