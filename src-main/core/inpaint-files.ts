import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { maskFromPixels } from '../../src-shared/masks/file.ts'
import { cropAndResize } from '../../src-shared/resize.ts'
import { findCheckpoint } from './evaluate-run.ts'
import { pictureRecipe } from './own-picture-handlers.ts'
import { readPng, withChannels } from './png.ts'
import type { Workbench } from './workbench.ts'

export interface InpaintFiles {
  /** Absolute paths of PNG files. */
  readonly image: string
  readonly mask: string
  readonly out: string
  /** 1: the composite at the run's size; above: the raw decoder at ×scale. */
  readonly scale: number
  readonly checkpoint: string
}

/**
 * Inpaints a picture file under a mask file. At the run's size known pixels come out exactly as they went in.
 *
 * @returns the result's width and height, and what was done to the picture first
 * @throws WorkbenchError for a file that is no PNG, a mask of another size, a run without a checkpoint
 */
export async function inpaintFiles(
  workbench: Workbench,
  reference: string,
  files: InpaintFiles,
): Promise<{ size: number; note: string | null }> {
  const { store, datasets, dataFolder, inference } = workbench
  if (files.scale > 16) throw new WorkbenchError('usage', `--scale: expected a whole number from 1 to 16, got ${files.scale}`)
  const run = (await store.getRun(await store.resolve(reference)))!
  const checkpoint = join(dataFolder, findCheckpoint(run, files.checkpoint).path)
  const size = run.config.imageSize
  const { channels, crop } = await pictureRecipe(run, datasets)
  const mask = maskFromPixels(await readPng(files.mask), size)
  const original = await readPng(files.image)
  const picture = cropAndResize(withChannels(original, channels), original.width, original.height, channels, size, crop)
  const resized = original.width !== size || original.height !== size
  const side = Math.min(crop ?? Infinity, original.width, original.height)
  const note = resized
    ? `the picture was ${original.width}×${original.height}: its centred ${side}×${side} was resized to ${size}×${size}`
    : null
  const method = { kind: 'model', config: run.config, checkpoint } as const
  const request = { method, choice: { engine: 'auto' }, pictures: picture, masks: mask, scale: files.scale }
  const { filled, size: outputSize } = await inference.call('fill', request)
  const png = encode({ width: outputSize, height: outputSize, data: filled, channels, depth: 8 })
  await writeFile(files.out, png).catch((error: unknown) => {
    throw new WorkbenchError('write', `${files.out}: cannot be written (${messageOf(error)}); choose another --out`)
  })
  return { size: outputSize, note }
}
