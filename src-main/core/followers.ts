import type { Publishers } from '../../src-shared/contract/rpc-types.ts'
import type { WorkbenchContract } from '../../src-shared/contract/workbench.ts'
import { type ChangeFeed, createChangeFeed } from './change-feed.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import type { EvaluationJobs } from './evaluation/jobs.ts'
import type { DeckJobs } from './figures/deck-jobs.ts'
import type { RunStore } from './store/run-store.ts'

/** Whoever is subscribed to a topic, each fed with what changed since its own last message. */
export interface Followers {
  readonly publishers: Publishers<WorkbenchContract>
  /** Tells every follower to look for what changed. */
  nudge(): void
  stop(): void
}

export function createFollowers(
  store: RunStore,
  datasets: DatasetCache,
  evaluations: EvaluationJobs,
  decks: DeckJobs,
  onDefect: (error: unknown) => void,
): Followers {
  const feeds = new Set<ChangeFeed>()

  /** Feeds one follower until the returned function is called. */
  function follow(look: () => Promise<void>): () => void {
    const feed = createChangeFeed(look, onDefect)
    feeds.add(feed)
    return () => {
      feeds.delete(feed)
      feed.stop()
    }
  }

  /** Emits a whole list when it is not what was told last. */
  function whenOther<T>(list: () => Promise<T[]>, emit: (sequence: number, message: T[]) => void): () => Promise<void> {
    let sequence = 0
    let told = ''
    return async () => {
      const now = await list()
      const text = JSON.stringify(now)
      if (text === told) return
      told = text
      emit(++sequence, now)
    }
  }

  return {
    publishers: {
      runs(since, emit) {
        let seen = since
        return follow(async () => {
          const { runs, deleted, change } = await store.changedSince(seen)
          if (change === seen && runs.length === 0 && deleted.length === 0) return
          seen = change
          emit(change, { runs, deleted })
        })
      },
      datasets: (_since, emit) => follow(whenOther(() => datasets.list(), emit)),
      decks: (_since, emit) => follow(whenOther(async () => decks.list(), emit)),
      evaluations: (_since, emit) => follow(whenOther(async () => evaluations.list(), emit)),
    },
    nudge() {
      for (const feed of feeds) feed.nudge()
    },
    stop() {
      for (const feed of feeds) feed.stop()
    },
  }
}
