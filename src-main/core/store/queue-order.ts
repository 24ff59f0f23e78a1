import type { Context, Synchronous } from './context.ts'
import type { RunStore } from './run-store.ts'

/** The order in which queued runs are to be trained, whichever program trains them. */
export function queueMethods({ database, touch, write }: Context): Synchronous<Pick<RunStore, 'readQueue' | 'arrangeQueue'>> {
  const queued = database.prepare<[], { id: string; queueRank: number }>(
    "SELECT id, queueRank FROM runs WHERE state = 'queued' ORDER BY queueRank, createdAt, id",
  )
  const setRank = database.prepare<[number, string]>('UPDATE runs SET queueRank = ? WHERE id = ?')
  return {
    readQueue: () => queued.all().map(({ id }) => id),
    arrangeQueue: (ids) =>
      write(() => {
        const ranks = new Map(queued.all().map(({ id, queueRank }) => [id, queueRank]))
        const wanted = [...new Set(ids)].filter((id) => ranks.has(id))
        const places = wanted.map((id) => ranks.get(id)!).sort((a, b) => a - b)
        for (const [i, id] of wanted.entries()) {
          if (ranks.get(id) === places[i]) continue
          setRank.run(places[i]!, id)
          touch(id)
        }
      }),
  }
}
