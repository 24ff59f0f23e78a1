import { z } from 'zod'
import { bytesSchema } from './contract/arrays.ts'
import { measuredSchema } from './numbers.ts'

/** Pictures filled in by a method, each measured against what it was. */
export const filledPicturesSchema = z.object({
  /** [n, size, size, channels], known pixels as they went in; at a scale above 1 the raw decoder. */
  filled: bytesSchema,
  /** Width and height of each, in pixels. */
  size: z.number(),
  /** dB over missing pixels; NaN where nothing is missing or the method has no answer. */
  psnr: z.array(measuredSchema),
  /** Of the composite. */
  ssim: z.array(measuredSchema),
})
export type FilledPictures = z.infer<typeof filledPicturesSchema>
