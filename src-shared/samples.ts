import { z } from 'zod'
import { maskSpecSchema } from './masks/mask.ts'

/**
 * Sample pictures of a run, in `runs/<id>/samples/`: `panel.json` (this), `panel.u8` (the originals [count, size, size, channels], then the
 * masks [masks, count, size, size], 1 = known), and for each logged step `<step>.u8` ([masks, count, size, size, channels], filled in).
 */
export const panelFileSchema = z.object({
  size: z.int(),
  channels: z.int(),
  count: z.int(),
  masks: z.array(z.object({ spec: maskSpecSchema, outsideTraining: z.boolean() })),
})
export type PanelFile = z.infer<typeof panelFileSchema>

export const samplesFileName = (step: number) => `${String(step).padStart(8, '0')}.u8`
