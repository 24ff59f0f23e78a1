import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { coversRange, type DatasetLayout, pictureBytes, totalPictures } from '../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { readBuildProgress } from './build.ts'
import type { Recipe } from './recipe.ts'
import type { Shelf } from './shelf.ts'

/** Single pictures of a data set, cached or not. */
export interface Previews {
  readonly layout: DatasetLayout
  /**
   * @param index into the file's order (train, validation, test)
   * @param target [height, width, channel] bytes
   * @returns false for one that cannot be made
   * @throws WorkbenchError dataset-picture when there is no such picture
   */
  read(index: number, target: Uint8Array): Promise<boolean>
}

/** From a cache that is complete. @throws WorkbenchError dataset-picture for a picture it has not */
export function previewsOfCache(layout: DatasetLayout, folder: string): Previews {
  return {
    layout,
    read: async (index, target) => {
      checkIndex(layout, index)
      await readCached(folder, layout, index, target)
      return true
    },
  }
}

/** From a recipe's cache as far as it is made; what it lacks is made here. */
export async function previewsOf(recipe: Recipe, shelf: Shelf): Promise<Previews> {
  const { kind, options, plan, layout, folder } = recipe
  const manifest = await shelf.checkedManifest(layout.hash)
  if (manifest) return previewsOfCache(manifest, folder)
  // Of pictures that may be left out, those in an unfinished file may still move.
  const build = kind.mayLeaveOut ? null : await readBuildProgress(folder).catch(() => null)
  const source = await kind.openSource(options, layout.imageSize, plan.work)
  return {
    layout,
    read: async (index, target) => {
      checkIndex(layout, index)
      if (coversRange(build?.ready ?? [], index, index + 1)) {
        await readCached(folder, layout, index, target)
        return true
      }
      const problems = await source.produce(index, index + 1, target)
      return !problems.some(({ leftOut }) => leftOut)
    },
  }
}

function checkIndex(layout: DatasetLayout, index: number): void {
  const total = totalPictures(layout)
  if (Number.isInteger(index) && index >= 0 && index < total) return
  throw new WorkbenchError('dataset-picture', `data set "${layout.name}" has no picture ${index}: expected 0 to ${total - 1}`)
}

async function readCached(folder: string, layout: DatasetLayout, index: number, target: Uint8Array): Promise<void> {
  const bytes = pictureBytes(layout)
  const file = await open(join(folder, 'images.u8'))
  await file.read(target, 0, bytes, index * bytes).finally(() => file.close())
}
