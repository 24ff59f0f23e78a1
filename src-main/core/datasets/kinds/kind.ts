import type { z } from 'zod'
import type { DatasetLayout } from '../../../../src-shared/datasets.ts'

/** Makes pictures [start, end) of the file's order. Called in worker threads, any range in any of them, so the bytes depend on the range alone. */
export interface PictureSource {
  /**
   * @param target [end − start, height, width, channel] bytes, to be filled
   * @returns a line for each picture that could not be read as it should
   */
  produce(start: number, end: number, target: Uint8Array): Promise<string[]> | string[]
}

/** What a kind finds out before the first picture: cheap, once, in the main thread. */
export interface SourcePlan {
  readonly layout: Omit<DatasetLayout, 'format' | 'name' | 'kind' | 'hash' | 'imageSize'>
  /** Everything the bytes depend on besides kind, options and image size, such as the originals' fingerprint. JSON. */
  readonly fingerprint: unknown
  /** Handed to every worker's `openSource`, structured-cloned: a list of files, say. */
  readonly work: unknown
}

/** A kind of data set: one file, one line in the registry, one test. */
export interface DatasetKind<Options = unknown> {
  readonly title: string
  readonly description: string
  /** Raised when the same options come to give other bytes. */
  readonly version: number
  readonly options: z.ZodType<Options>
  plan(options: Options, imageSize: number): Promise<SourcePlan>
  openSource(options: Options, imageSize: number, work: unknown): Promise<PictureSource>
}
