import type { RunDetail } from '../../src-shared/runs.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import { inspect, readSquare } from './datasets/decode/read-square.ts'

/** How a run's pictures are made of files. */
export interface PictureRecipe {
  /** Pixels a side. */
  readonly size: number
  readonly channels: 1 | 3
  /** Side of the centred square that is cut, in the file's pixels; null: as large as there is. */
  readonly crop: number | null
}

/** By what a run's own pictures were made, whatever has become of the data set since. */
export async function pictureRecipe(run: RunDetail, datasets: DatasetCache): Promise<PictureRecipe> {
  const size = run.config.imageSize
  const recorded = run.datasetHash ? await datasets.manifestOf(run.datasetHash) : null
  const { channels, crop } = recorded ?? (await datasets.info(run.config.dataset, { imageSize: size }))
  return { size, channels: channels as 1 | 3, crop }
}

/** A person's own picture, as a run's pictures are. */
export interface OwnPicture {
  /** Width and height, in pixels. */
  readonly size: number
  readonly channels: 1 | 3
  /** [size, size, channels], 0 … 255. */
  readonly picture: Uint8Array
  /** What it was and what was done to it, in words. */
  readonly note: string
  /** The file's, in pixels. */
  readonly width: number
  readonly height: number
  /** Whether it had the run's size already. */
  readonly asItWas: boolean
}

/**
 * Reads a picture file of any format that data sets read, and crops and resizes it as the run's pictures were.
 *
 * @throws PictureError where no picture can be made of it
 */
export async function readOwnPicture(file: Uint8Array, recipe: PictureRecipe): Promise<OwnPicture> {
  const { size, channels, crop } = recipe
  const { width, height } = inspect(file).header
  const picture = new Uint8Array(size * size * channels)
  const remark = await readSquare(file, recipe, picture)
  const side = Math.min(crop ?? Infinity, width, height)
  const cut = width === height && side === width ? '' : `, its centred ${side}×${side}`
  const resized = side === size ? '' : `, resized to ${size}×${size}`
  return {
    ...{ size, channels, picture, width, height, asItWas: cut === '' && resized === '' && remark === null },
    note: `${width}×${height}${cut}${resized}${remark ? `; ${remark}` : ''}`,
  }
}
