import type { TrainingJob } from '../../src-shared/contract/trainer.ts'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { defaultSettings } from '../../src-shared/settings.ts'
import type { Claim, RunStore } from './store/run-store.ts'
import { startTraining, type Training, type TrainingHostOptions } from './training-host.ts'

/** The runs this program is to train, one after another, in the order given or else the order asked for. */
export interface RunQueue {
  add(run: string): void
  /** The run's training, when it is under way here. */
  training(run: string): Training | undefined
  /** Takes a run that has not begun off the queue. @returns false when it was not waiting here */
  remove(run: string): boolean
  /** Puts those that wait here into this order; others stay behind them. */
  arrange(order: readonly string[]): void
  /** Resolves when the run is neither waiting nor training here. */
  settled(run: string): Promise<void>
  /** Begins more at once from now on, or fewer once what is under way has ended. */
  setAtOnce(count: number): void
  /** Renews the leases of what is under way. */
  beat(): Promise<void>
  /** Ends what is under way as paused (at once, when it does not end in time) and begins nothing more. */
  close(graceMs: number): Promise<void>
}

export interface RunQueueOptions extends TrainingHostOptions {
  readonly store: RunStore
  readonly prepare: (run: string, claim: Claim) => Promise<TrainingJob>
}

export function createRunQueue(options: RunQueueOptions): RunQueue {
  const waiting: string[] = []
  const underWay = new Map<string, Training>()
  const starting = new Set<string>()
  const watchers = new Map<string, (() => void)[]>()
  let closed = false
  let { trainingsAtOnce: atOnce } = defaultSettings

  function settle(run: string): void {
    for (const callback of watchers.get(run) ?? []) callback()
    watchers.delete(run)
  }

  async function begin(run: string): Promise<void> {
    starting.add(run)
    try {
      const training = await startTraining(run, (claim) => options.prepare(run, claim), options)
      underWay.set(run, training)
      starting.delete(run)
      if (closed) training.end('paused')
      await training.done
    } catch (error) {
      // Another program was faster, or the run was deleted meanwhile: nothing to do here. Anything else must not be silent.
      const expected = error instanceof WorkbenchError && ['claimed', 'no-run'].includes(error.code)
      if (!expected) console.error(`run ${run} could not be started: ${messageOf(error)}`)
    } finally {
      starting.delete(run)
      underWay.delete(run)
      settle(run)
      pump()
    }
  }

  function pump(): void {
    while (!closed && waiting.length > 0 && underWay.size + starting.size < atOnce) void begin(waiting.shift()!)
  }

  const isHere = (run: string) => waiting.includes(run) || starting.has(run) || underWay.has(run)

  function settledHere(run: string): Promise<void> {
    if (!isHere(run)) return Promise.resolve()
    return new Promise((resolve) => watchers.set(run, [...(watchers.get(run) ?? []), resolve]))
  }

  return {
    add(run) {
      if (!isHere(run)) waiting.push(run)
      pump()
    },
    training: (run) => underWay.get(run),
    remove(run) {
      const index = waiting.indexOf(run)
      if (index < 0) return false
      waiting.splice(index, 1)
      settle(run)
      return true
    },
    arrange(order) {
      const places = new Map(order.map((run, i) => [run, i]))
      const placeOf = (run: string) => places.get(run) ?? order.length
      waiting.sort((a, b) => placeOf(a) - placeOf(b))
    },
    settled: settledHere,
    setAtOnce(count) {
      atOnce = count
      pump()
    },
    async beat() {
      await Promise.all([...underWay.values()].map((training) => training.beat()))
    },
    async close(graceMs) {
      closed = true
      for (const training of underWay.values()) training.end('paused')
      const timer = setTimeout(() => {
        for (const training of underWay.values()) training.kill()
      }, graceMs)
      await Promise.all([...starting, ...underWay.keys()].map((run) => settledHere(run)))
      clearTimeout(timer)
    },
  }
}
