import { isFiniteNumber, Smoother } from '../../src-shared/series.ts'
import type { RunStore, SeriesData } from './store/run-store.ts'

/** A series as it stands, and what drawing it needs: views of memory that the next reader uses again. */
export interface SmoothedSeries extends SeriesData {
  /** [n], of all points, so that no cut changes a value. */
  readonly smoothed: Float64Array
  /** Steps of the values that are not finite, ascending. */
  readonly nonFiniteSteps: readonly number[]
}

/** Points kept in all, of 40 bytes with their smoothed value: a few long runs being watched. */
const mostPoints = 6_000_000
/** A series nobody has looked at for so long is forgotten, in milliseconds. */
const keptMs = 120_000

/**
 * Series being watched, kept in memory: a million steps are read and smoothed once, and from then on only what has been added. Otherwise
 * an open page would take processor time from the training it shows, more the longer that lasts.
 */
export class SeriesCache {
  readonly #store: Pick<RunStore, 'readSeries'>
  readonly #now: () => number
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>()

  constructor(store: Pick<RunStore, 'readSeries'>, now: () => number = Date.now) {
    this.#store = store
    this.#now = now
  }

  /**
   * @param run its id
   * @param smoothing s in [0, 1)
   * @param use called once with the series, which is good until it returns
   */
  async read<T>(run: string, name: string, smoothing: number, use: (series: SmoothedSeries) => T): Promise<T> {
    const key = `${run} ${name}`
    const entry = this.#entries.get(key) ?? { growing: new GrowingSeries(), used: 0, ready: Promise.resolve() }
    entry.used = this.#now()
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    // One at a time: two windows may ask for the same series at once.
    const updated = entry.ready.then(() => this.#update(entry, run, name))
    entry.ready = updated.catch(() => {})
    await updated
    this.#forget()
    return use(entry.growing.smoothedBy(smoothing))
  }

  async #update(entry: Entry, run: string, name: string): Promise<void> {
    const last = entry.growing.last
    if (last) {
      const more = await this.#store.readSeries(run, name, last.step)
      // The last point known must still be there, recorded at the same moment: else a resumed run has taken its place.
      if (more.steps[0] === last.step && more.times[0] === last.time) return entry.growing.append(more, 1)
      entry.growing = new GrowingSeries()
    }
    entry.growing.append(await this.#store.readSeries(run, name), 0)
  }

  #forget(): void {
    let points = 0
    for (const [key, { growing, used }] of [...this.#entries].reverse()) {
      points += growing.length
      if (points > mostPoints || this.#now() - used > keptMs) this.#entries.delete(key)
    }
  }
}

interface Entry {
  growing: GrowingSeries
  used: number
  ready: Promise<void>
}

/** Columns with room to grow, smoothed as far as they go by the factor last asked for. */
class GrowingSeries {
  length = 0
  #columns: SeriesData = { steps: new Float64Array(0), times: new Float64Array(0), values: new Float64Array(0) }
  #smoothed: Float64Array = new Float64Array(0)
  #smoother: Smoother | undefined
  readonly #nonFiniteSteps: number[] = []

  get last(): { step: number; time: number } | undefined {
    const { steps, times } = this.#columns
    return this.length > 0 ? { step: steps[this.length - 1]!, time: times[this.length - 1]! } : undefined
  }

  /** Appends points from the `from`th on. */
  append(points: SeriesData, from: number): void {
    const { steps, values } = points
    for (let i = from; i < steps.length; i++) if (!isFiniteNumber(values[i]!)) this.#nonFiniteSteps.push(steps[i]!)
    const known = this.length
    this.length = known + steps.length - from
    if (known === 0) {
      // As they came: the series of a run that has ended never grows.
      this.#columns = points
      return
    }
    const grow = (column: Float64Array, more: Float64Array) => {
      const room = withRoom(column, this.length)
      room.set(more.subarray(from), known)
      return room
    }
    this.#columns = {
      steps: grow(this.#columns.steps, steps),
      times: grow(this.#columns.times, points.times),
      values: grow(this.#columns.values, values),
    }
  }

  smoothedBy(factor: number): SmoothedSeries {
    if (this.#smoother?.factor !== factor) this.#smoother = new Smoother(factor)
    this.#smoothed = withRoom(this.#smoothed, this.length)
    const cut = (column: Float64Array) => column.subarray(0, this.length)
    const values = cut(this.#columns.values)
    this.#smoother.extend(values, this.#smoothed)
    return {
      steps: cut(this.#columns.steps),
      times: cut(this.#columns.times),
      values,
      smoothed: cut(this.#smoothed),
      nonFiniteSteps: this.#nonFiniteSteps,
    }
  }
}

/** The column itself while it is long enough; else a copy with room for a quarter more. */
function withRoom(column: Float64Array, length: number): Float64Array {
  if (column.length >= length) return column
  const wider = new Float64Array(column.length === 0 ? length : Math.ceil(length * 1.25))
  wider.set(column)
  return wider
}
