import type { DatasetReader } from '../data/dataset-reader.ts'

/** A method that needs no training of ours: adding one is a file, a line in `registry.ts` and a test. */
export interface Baseline {
  readonly name: string
  /** For labels: "Mean picture". */
  readonly label: string
  /** Bump it when answers change: stored evaluations of an earlier version are then not used. */
  readonly version: number
  /** False for one that stands in galleries, not in tables. */
  readonly inTables?: boolean
  /** Whether it learns of the training split: then its data set must be complete first. */
  readonly learns: boolean
  /**
   * Prepares what the method learns of a data set's training split; done once a data set, and may take a minute.
   *
   * @param reader complete where the method learns; not to be kept
   * @param between called every second or so, so that the process can hear messages
   */
  fit(reader: DatasetReader, between?: () => Promise<void>): Promise<FittedBaseline>
}

export interface FittedBaseline {
  /**
   * @param picture [height, width, channel] 0 … 255; only its known pixels may be looked at
   * @param mask [height, width], 1 = known, 0 = missing
   * @returns [height, width, channel] in [0, 1]; NaN everywhere when the method has no answer (nothing known)
   */
  (picture: Uint8Array, mask: Uint8Array): Float32Array
  /** log p(missing | known) in nats, of values in [0, 1]; of methods that are distributions. */
  logDensity?(picture: Uint8Array, mask: Uint8Array): number
}
