import { z } from 'zod'

/** What to compute with: an engine's name or `auto`, and what only some engines heed. */
export const engineChoiceSchema = z.strictObject({
  engine: z.string(),
  threads: z.int().min(1).max(256).optional(),
  device: z.string().optional(),
})
export type EngineChoice = z.infer<typeof engineChoiceSchema>

/** A choice changed in part. Another engine starts afresh: threads and device were said of the one before. */
export function changeChoice(before: EngineChoice, change: Partial<EngineChoice>): EngineChoice {
  const { engine = before.engine, threads, device } = change
  const kept = engine === before.engine ? before : undefined
  return { engine, threads: threads ?? kept?.threads, device: device ?? kept?.device }
}
