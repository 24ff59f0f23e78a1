import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import { PictureError } from './datasets/decode/picture-format.ts'
import { readOwnPicture } from './own-picture.ts'
import type { RunStore } from './store/run-store.ts'

/** Calls of `own-picture-calls.ts`. */
export function createOwnPictureHandlers({
  store,
  datasets,
}: {
  store: RunStore
  datasets: DatasetCache
}): Pick<Handlers<WorkbenchContract>, 'pictures.import'> {
  return {
    'pictures.import': async ({ run: reference, file }) => {
      const run = (await store.getRun(await store.resolve(reference)))!
      try {
        const { size, channels, picture, note } = await readOwnPicture(file, run, datasets)
        return { size, channels, picture, note }
      } catch (error) {
        if (!(error instanceof PictureError)) throw error
        throw new WorkbenchError('picture-file', `the picture cannot be used: ${error.message}; export it again, or take another`)
      }
    },
  }
}
