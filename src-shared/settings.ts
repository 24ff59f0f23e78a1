import { z } from 'zod'

/** Preferences of a database, the same for every program that opens it. What is absent or unreadable is the default. */
export const settingsSchema = z.strictObject({
  /** Trainings a program runs at once; they share the processor. */
  trainingsAtOnce: z.int().min(1).max(16),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = { trainingsAtOnce: 1 }
