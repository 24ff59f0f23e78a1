import { WorkbenchError } from '../src-shared/errors.ts'
import type { FilledPictures } from '../src-shared/filled.ts'
import { compose, maskedPsnr, ssim } from '../src-shared/metrics.ts'
import { type Method, sizesOf } from './methods.ts'
import type { RawBatch } from './model/batch.ts'
import type { ImageShape } from './model/model.ts'
import { toBytes } from './predict.ts'

/** @throws WorkbenchError `picture-size` when pictures and masks are not whole ones of that shape, one mask a picture */
export function checkBatch({ images, masks }: RawBatch, image: ImageShape): void {
  const { pixels, values } = sizesOf(image)
  const count = masks.length / pixels
  if (Number.isInteger(count) && count > 0 && images.length === count * values) return
  throw new WorkbenchError(
    'picture-size',
    `pictures have ${images.length} values and masks ${masks.length}, expected ${image.imageSize}×${image.imageSize}×${image.channels} and ${image.imageSize}×${image.imageSize} each`,
  )
}

/** Fills pictures and measures each against what it was: PSNR over missing pixels, SSIM of the composite. */
export async function fillPictures(
  method: Method,
  batch: RawBatch,
  image: ImageShape,
  between: () => Promise<void>,
): Promise<FilledPictures> {
  const { imageSize: size, channels } = image
  const { pixels, values } = sizesOf(image)
  const filled = await method(batch, between)
  const psnrs: number[] = []
  const ssims: number[] = []
  for (let i = 0; i * pixels < batch.masks.length; i++) {
    const truth = batch.images.subarray(i * values, (i + 1) * values)
    const mask = batch.masks.subarray(i * pixels, (i + 1) * pixels)
    const picture = filled.subarray(i * values, (i + 1) * values)
    psnrs.push(maskedPsnr(picture, truth, mask, channels))
    ssims.push(ssim(compose(picture, truth, mask, channels), truth, size, size, channels))
  }
  return { filled: toBytes(filled, batch, channels), size, psnr: psnrs, ssim: ssims }
}
