import type { TrainerEvent } from '../src-shared/contract/trainer.ts'

/** Steps are sent together at most this often, in milliseconds. */
const flushEveryMs = 100

export interface Outbox {
  /** Takes an event. Steps are coalesced and sent soon; everything else is sent at once and awaited. */
  put(event: TrainerEvent): Promise<void>
  /** Resolves when everything put so far is acknowledged. */
  flush(): Promise<void>
}

/**
 * Sends a training's events in order, numbered from 1, one batch under way at a time. No point is dropped: consecutive steps travel as
 * columns of one event.
 *
 * @param record resolves when the batch is recorded
 */
export function createOutbox(
  record: (firstSequence: number, events: TrainerEvent[]) => Promise<unknown>,
  now: () => number = () => performance.now(),
): Outbox {
  let waiting: TrainerEvent[] = []
  let nextSequence = 1
  let lastFlush = Number.NEGATIVE_INFINITY
  let sending: Promise<void> = Promise.resolve()

  function flush(): Promise<void> {
    lastFlush = now()
    sending = sending.then(async () => {
      if (waiting.length === 0) return
      const events = waiting
      waiting = []
      const first = nextSequence
      nextSequence += events.length
      await record(first, events)
    })
    return sending
  }

  return {
    async put(event) {
      const previous = waiting.at(-1)
      if (event.type === 'steps' && previous?.type === 'steps') merge(previous, event)
      else waiting.push(event)
      if (event.type !== 'steps') await flush()
      else if (now() - lastFlush >= flushEveryMs) await flush()
    },
    flush,
  }
}

type Steps = Extract<TrainerEvent, { type: 'steps' }>

function merge(into: Steps, from: Steps): void {
  into.steps.push(...from.steps)
  into.times.push(...from.times)
  for (const [name, values] of Object.entries(from.series)) into.series[name]!.push(...values)
  into.imagesPerSecond = from.imagesPerSecond
}
