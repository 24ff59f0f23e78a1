import { readFile, writeFile } from 'node:fs/promises'
import { encode } from 'fast-png'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { maskFromPixels } from '../../src-shared/masks/file.ts'
import { resolveMethod } from './methods.ts'
import { importPicture, pasteBack, pictureRecipe } from './own-picture.ts'
import { readPng } from './png.ts'
import type { Workbench } from './workbench.ts'

export interface InpaintFiles {
  /** Absolute paths: a picture in any format that data sets are read from, and PNG files. */
  readonly image: string
  readonly mask: string
  readonly out: string
  /** 1: the composite at the run's size; above: the raw decoder at ×scale. */
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
  if (files.scale > 16) throw new WorkbenchError('usage', `--scale: expected a whole number from 1 to 16, got ${files.scale}`)
  if (files.paste && files.scale > 1) throw new WorkbenchError('usage', '--paste has the picture’s own size: leave out --scale')
  const run = (await store.getRun(await store.resolve(reference)))!
  const method = await resolveMethod(workbench, { kind: 'run', run: run.id, checkpoint: files.checkpoint }, run.config)
  const recipe = await pictureRecipe(run, datasets)
  const { size, channels } = recipe
  const mask = maskFromPixels(await readPng(files.mask), size)
  const file = await readPicture(files.image)
  const fill = (pictures: Uint8Array, scale: number) =>
    inference.call('fill', { method, choice: { engine: 'auto' }, pictures, masks: mask, scale })
  if (files.paste) {
    const { png, width, height } = await pasteBack(file, recipe, mask, fill).catch(naming(files.image))
    await save(files.out, png)
    return { width, height, note: null }
  }
  const { picture, width, height, note } = await importPicture(file, recipe).catch(naming(files.image))
  const { filled, size: side } = await fill(picture, files.scale)
  await save(files.out, encode({ width: side, height: side, data: filled, channels, depth: 8 }))
  const asItWas = width === size && height === size
  return { width: side, height: side, note: asItWas ? null : `the picture was ${note}` }
}

async function readPicture(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'no such file' : error.message
    throw new WorkbenchError('image-file', `${path}: ${why}; expected a picture`)
  })
}

/** Says which file an error is about. */
const naming = (path: string) => (error: unknown) => {
  const isOfFile = error instanceof WorkbenchError && error.code === 'picture-file'
  throw isOfFile ? new WorkbenchError(error.code, `${path}: ${error.message}`) : error
}

async function save(path: string, png: Uint8Array): Promise<void> {
  await writeFile(path, png).catch((error: unknown) => {
    throw new WorkbenchError('write', `${path}: cannot be written (${messageOf(error)}); choose another --out`)
  })
}
