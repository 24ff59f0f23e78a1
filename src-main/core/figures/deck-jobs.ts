import type { DeckJob } from '../../../src-shared/contract/figure-calls.ts'

/** Decks being made, for whoever watches one. */
export interface DeckJobs {
  list(): DeckJob[]
  /** Tells of a deck until `work` ends. */
  run<T>(id: string, work: (tell: (progress: Omit<DeckJob, 'id'>) => void) => Promise<T>): Promise<T>
}

export function createDeckJobs(changed: () => void): DeckJobs {
  const jobs = new Map<string, DeckJob>()
  return {
    list: () => [...jobs.values()],
    async run(id, work) {
      try {
        return await work((progress) => {
          jobs.set(id, { id, ...progress })
          changed()
        })
      } finally {
        jobs.delete(id)
        changed()
      }
    },
  }
}
