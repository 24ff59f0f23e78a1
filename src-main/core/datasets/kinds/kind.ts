import type { z } from 'zod'
import type { DatasetKindInfo, DatasetLayout, DatasetProblem } from '../../../../src-shared/datasets.ts'

/** A problem with one picture of the plan, by its number there; or with none in particular. */
export interface PictureProblem extends DatasetProblem {
  readonly picture: number
}

/** Makes pictures [start, end) of the file's order. Called in worker threads, any range in any of them, so the bytes depend on the range alone. */
export interface PictureSource {
  /**
   * @param target [end − start, height, width, channel] bytes, to be filled
   * @returns what was wrong with which; those left out may have any bytes
   */
  produce(start: number, end: number, target: Uint8Array): Promise<PictureProblem[]> | PictureProblem[]
}

/** The files a source is made of, so that what changed can be named. */
export interface SourceContents {
  /** Paths from the source's folder on, ascending, one a line. */
  readonly names: string
  /** [file, 2] bytes and time of the last change in UTC milliseconds. */
  readonly stamps: Float64Array
}

/** What a kind finds out before the first picture: once, in a thread of its own where it looks at files. */
export interface SourcePlan {
  readonly layout: Omit<DatasetLayout, 'format' | 'name' | 'kind' | 'hash' | 'imageSize' | 'definition'>
  /** Everything the bytes depend on besides kind, options and image size, such as the originals' fingerprint. JSON. */
  readonly fingerprint: unknown
  /** Handed to every worker's `openSource`, structured-cloned: a list of files, say. */
  readonly work: unknown
  /** Found already: lines of a list that are none, names without a picture. */
  readonly problems?: readonly DatasetProblem[]
  readonly contents?: SourceContents
}

/** A kind of data set: one file, one line in the registry, one test. */
export interface DatasetKind<Options = unknown> {
  readonly title: string
  readonly description: string
  /** What a form asks for; absent for a kind that cannot be added. */
  readonly fields?: DatasetKindInfo['options']
  /** Raised when the same options come to give other bytes. */
  readonly version: number
  readonly options: z.ZodType<Options>
  /** Whether planning looks at files, and so goes to a thread of its own. */
  readonly looksAtFiles: boolean
  /** Whether pictures may turn out unreadable: then the splits are known, and training can begin, only once all have been made. */
  readonly mayLeaveOut: boolean
  /** @throws WorkbenchError `dataset-source` when there is nothing to make pictures from */
  plan(options: Options, imageSize: number): Promise<SourcePlan>
  openSource(options: Options, imageSize: number, work: unknown): Promise<PictureSource>
}
