import { z } from 'zod'

/** What flows into a stage of a model or out of it; of each picture, or of each pixel. */
const flowSchema = z.object({ name: z.string(), shape: z.array(z.int().min(1)).min(1) })

const layerSchema = z.object({
  /** What computes: "ResBlock", "FC". Layers of a kind are numbered by whoever shows them. */
  kind: z.string(),
  /** Channels or units that go in and come out. */
  inputs: z.int().min(1),
  outputs: z.int().min(1),
  /** What else decides its result, shortest first: "3×3", "ReLU". */
  details: z.array(z.string()),
  parameters: z.int().min(0),
})
export type ModelLayer = z.infer<typeof layerSchema>

/** A model as it describes itself: stages one after the other, each of layers one after the other. */
export const modelDescriptionSchema = z.array(
  z.object({
    name: z.string(),
    /** How often it is computed: "once a picture". */
    often: z.string(),
    input: flowSchema,
    layers: z.array(layerSchema).min(1),
    output: flowSchema,
  }),
)
export type ModelDescription = z.infer<typeof modelDescriptionSchema>
