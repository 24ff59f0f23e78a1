import type { DatasetReader } from '../data/dataset-reader.ts'

/** A method that needs no training of ours: adding one is a file, a line in `registry.ts` and a test. */
export interface Baseline {
  readonly name: string
  /** For labels: "Mean picture". */
  readonly label: string
  /** Prepares what the method learns of a data set's training split; done once a data set. */
  fit(reader: DatasetReader): Promise<FittedBaseline>
}

/**
 * @param picture [height, width, channel] 0 … 255; only its known pixels may be looked at
 * @param mask [height, width], 1 = known, 0 = missing
 * @returns [height, width, channel] in [0, 1]; NaN everywhere when the method has no answer (nothing known)
 */
export type FittedBaseline = (picture: Uint8Array, mask: Uint8Array) => Float32Array
