import { z } from 'zod'

/** An engine as `doctor` and the launch form list it. */
export const engineInfoSchema = z.object({
  name: z.string(),
  summary: z.string(),
  available: z.boolean(),
  /** Where available. */
  device: z.string().optional(),
  /** Why not, where it is not, and what to do. */
  reason: z.string().optional(),
  /** What it can be asked for by name; a software one is used only when it is. */
  devices: z.array(z.object({ name: z.string(), software: z.boolean(), limits: z.string() })).optional(),
})
export type EngineInfo = z.infer<typeof engineInfoSchema>
