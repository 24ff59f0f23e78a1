import { writeFile } from 'node:fs/promises'
import { encode } from 'fast-png'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { maskFromPixels } from '../../src-shared/masks/file.ts'
import { PictureError } from './datasets/decode/picture-format.ts'
import { formatNames } from './datasets/decode/registry.ts'
import { fileReason } from './file-reason.ts'
import { resolveMethod } from './methods.ts'
import { pictureRecipe, readOwnPicture } from './own-picture.ts'
import { pasteBack } from './paste-back.ts'
import { readPictureFile, readPng } from './png.ts'
import type { Workbench } from './workbench.ts'

export interface InpaintFiles {
  /** Absolute paths: a picture of any format that data sets read, and two PNG files. */
  readonly image: string
  readonly mask: string
  readonly out: string
  /** 1: the composite at the run's size; 2 to 16: the raw decoder at ×scale. */
  readonly scale: number
  /** Instead: the picture at its own size, with what was missing filled in. */
  readonly paste: boolean
  readonly checkpoint: string
}

/**
 * Inpaints a picture file under a mask file. At the run's size, and pasted back, known pixels come out exactly as they went in.
 *
 * @returns the result's width and height, and what was done to the picture first
 * @throws WorkbenchError for a file that is no picture, a mask of another size, a run without a checkpoint
 */
export async function inpaintFiles(
  workbench: Workbench,
  reference: string,
  files: InpaintFiles,
): Promise<{ width: number; height: number; note: string | null }> {
  const { store, datasets, inference } = workbench
  if (files.paste && files.scale > 1) throw new WorkbenchError('usage', '--paste has the picture’s own size: leave out --scale')
  const run = (await store.getRun(await store.resolve(reference)))!
  const method = await resolveMethod(workbench, { kind: 'run', run: run.id, checkpoint: files.checkpoint }, run.config)
  const recipe = await pictureRecipe(run, datasets)
  const masks = maskFromPixels(await readPng(files.mask), recipe.size)
  const file = await readPictureFile(files.image, `a picture: ${formatNames}`)
  const fill = (pictures: Uint8Array, scale: number) =>
    inference.call('fill', { method, choice: { engine: 'auto' }, pictures, masks, scale })
  if (files.paste) {
    const { png, width, height } = await pasteBack(file, recipe, masks, fill).catch(naming(files.image))
    await save(files.out, png)
    return { width, height, note: null }
  }
  const { picture, channels, note, asItWas } = await readOwnPicture(file, recipe).catch(naming(files.image))
  const { filled, size } = await fill(picture, files.scale)
  await save(files.out, encode({ width: size, height: size, data: filled, channels, depth: 8 }))
  return { width: size, height: size, note: asItWas ? null : `the picture: ${note}` }
}

/** Says which file is no picture. */
const naming = (path: string) => (error: unknown) => {
  if (!(error instanceof PictureError)) throw error
  throw new WorkbenchError('image-file', `${path}: ${error.message}; export it again, or take another`)
}

async function save(path: string, png: Uint8Array): Promise<void> {
  await writeFile(path, png).catch((error: unknown) => {
    throw new WorkbenchError('write', `${path}: cannot be written (${fileReason(error)}); choose another --out`)
  })
}
