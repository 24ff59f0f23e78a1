import { z } from 'zod'
import { bytesSchema } from './arrays.ts'

const inbox = z.string().regex(/^[0-9a-z]{12}$/)

/** Pictures that come from the browser's machine: copied into the data folder, then added from there as any folder is. */
export const inboxCalls = {
  /** Makes an empty folder of that name; `path` is where it is on the workbench's machine. */
  'inbox.begin': { input: z.strictObject({ name: z.string().min(1).max(255) }), output: z.object({ inbox, path: z.string() }) },
  /** Names are relative, with `/`. A file longer than a message comes in several, each appended to the one before. */
  'inbox.write': {
    input: z.strictObject({
      inbox,
      files: z.array(z.strictObject({ name: z.string().min(1).max(4096), bytes: bytesSchema, append: z.boolean() })).max(10_000),
    }),
    output: z.strictObject({}),
  },
  /** Deletes what has come so far. */
  'inbox.discard': { input: z.strictObject({ inbox }), output: z.strictObject({}) },
} as const
