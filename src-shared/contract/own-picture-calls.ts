import { z } from 'zod'
import { bytesSchema } from './arrays.ts'
import { methodReferenceSchema } from './exploration-calls.ts'

/** Pictures that belong to no data set. */
export const ownPictureCalls = {
  /**
   * A picture file (JPEG, PNG, PGM, PPM or WebP, any size) as a run's own pictures were made: decoded, upright, its centred square cut
   * and resized by the same filter. `picture` is [size, size, channels] uint8; `note` says what was done to it.
   */
  'pictures.import': {
    input: z.strictObject({ run: z.string().min(1), file: bytesSchema }),
    output: z.object({
      size: z.number(),
      channels: z.number(),
      picture: bytesSchema,
      /** The file's. */
      width: z.number(),
      height: z.number(),
      note: z.string(),
    }),
  },
  /**
   * Such a file with its missing pixels filled in, at its own size: the mask [size, size] (1 = known) is of the run's, everything it
   * knows and all that lies outside the square stay as they are. A model is asked as finely as the picture is, up to ×16.
   */
  'pictures.pasteBack': {
    input: z.strictObject({ run: z.string().min(1), file: bytesSchema, mask: bytesSchema, method: methodReferenceSchema }),
    output: z.object({ png: bytesSchema, width: z.number(), height: z.number() }),
  },
} as const
