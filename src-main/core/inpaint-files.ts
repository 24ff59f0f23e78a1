import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { maskFromPixels } from '../../src-shared/masks/file.ts'
import type { RunDetail } from '../../src-shared/runs.ts'
import { PictureError } from './datasets/decode/picture-format.ts'
import { formatNames } from './datasets/decode/registry.ts'
import { findCheckpoint } from './evaluate-run.ts'
import { fileReason } from './file-reason.ts'
import { type OwnPicture, readOwnPicture } from './own-picture.ts'
import { readPictureFile, readPng } from './png.ts'
import type { Workbench } from './workbench.ts'

export interface InpaintFiles {
  /** Absolute paths: a picture of any format that data sets read, and two PNG files. */
  readonly image: string
  readonly mask: string
  readonly out: string
  /** 1: the composite at the run's size; 2 to 16: the raw decoder at ×scale. */
  readonly scale: number
  readonly checkpoint: string
}

/**
 * Inpaints a picture file under a mask file. At the run's size known pixels come out exactly as they went in.
 *
 * @returns the result's width and height, and what was done to the picture first
 * @throws WorkbenchError for a file that is no picture, a mask of another size, a run without a checkpoint
 */
export async function inpaintFiles(
  workbench: Workbench,
  reference: string,
  files: InpaintFiles,
): Promise<{ size: number; note: string | null }> {
  const { store, dataFolder, inference } = workbench
  const run = (await store.getRun(await store.resolve(reference)))!
  const checkpoint = join(dataFolder, findCheckpoint(run, files.checkpoint).path)
  const mask = maskFromPixels(await readPng(files.mask), run.config.imageSize)
  const { picture, channels, note, asItWas } = await readOwn(files.image, run, workbench)
  const method = { kind: 'model', config: run.config, checkpoint } as const
  const request = { method, choice: { engine: 'auto' }, pictures: picture, masks: mask, scale: files.scale }
  const { filled, size: outputSize } = await inference.call('fill', request)
  const png = encode({ width: outputSize, height: outputSize, data: filled, channels, depth: 8 })
  await writeFile(files.out, png).catch((error: unknown) => {
    throw new WorkbenchError('write', `${files.out}: cannot be written (${fileReason(error)}); choose another --out`)
  })
  return { size: outputSize, note: asItWas ? null : `the picture: ${note}` }
}

/** @throws WorkbenchError `image-file` */
async function readOwn(path: string, run: RunDetail, { datasets }: Workbench): Promise<OwnPicture> {
  const file = await readPictureFile(path, `a picture: ${formatNames}`)
  try {
    return await readOwnPicture(file, run, datasets)
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    throw new WorkbenchError('image-file', `${path}: ${error.message}; export it again, or take another`)
  }
}
