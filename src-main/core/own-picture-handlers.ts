import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { RunDetail } from '../../src-shared/runs.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import { PictureError } from './datasets/decode/picture-format.ts'
import { inspect, readSquare } from './datasets/decode/read-square.ts'
import type { RunStore } from './store/run-store.ts'

/** How a run's own pictures were made, whatever has become of the data set since: channels, and the side of the centred square cut. */
export async function pictureRecipe(run: RunDetail, datasets: DatasetCache): Promise<{ channels: 1 | 3; crop: number | null }> {
  const recorded = run.datasetHash ? await datasets.manifestOf(run.datasetHash) : null
  const { channels, crop } = recorded ?? (await datasets.info(run.config.dataset, { imageSize: run.config.imageSize }))
  return { channels: channels as 1 | 3, crop }
}

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
      const size = run.config.imageSize
      const { channels, crop } = await pictureRecipe(run, datasets)
      const picture = new Uint8Array(size * size * channels)
      try {
        const { header } = inspect(file)
        const remark = await readSquare(file, { size, channels, crop }, picture)
        const side = Math.min(crop ?? Infinity, header.width, header.height)
        const cut = header.width === header.height && side === header.width ? '' : `, its centred ${side}×${side}`
        const resized = side === size ? '' : `, resized to ${size}×${size}`
        return { size, channels, picture, note: `${header.width}×${header.height}${cut}${resized}${remark ? `; ${remark}` : ''}` }
      } catch (error) {
        if (!(error instanceof PictureError)) throw error
        throw new WorkbenchError('picture-file', `the picture cannot be used: ${error.message}; export it again, or take another`)
      }
    },
  }
}
