import { z } from 'zod'
import { bytesSchema } from './arrays.ts'

/** Pictures that belong to no data set. */
export const ownPictureCalls = {
  /**
   * A picture file (JPEG, PNG, PGM, PPM or WebP, any size) as a run's own pictures were made: decoded, upright, its centred square cut
   * and resized by the same filter. `picture` is [size, size, channels] uint8; `note` says what was done to it.
   */
  'pictures.import': {
    input: z.strictObject({ run: z.string().min(1), file: bytesSchema }),
    output: z.object({ size: z.number(), channels: z.number(), picture: bytesSchema, note: z.string() }),
  },
} as const
