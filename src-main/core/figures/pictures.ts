import type { SplitName } from '../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import type { FigureOptions } from '../../../src-shared/figures/options.ts'
import type { RunDetail } from '../../../src-shared/runs.ts'
import { findCheckpoint } from '../evaluate-run.ts'
import type { FigureParts, FigureSubject } from './kinds/kind.ts'

/** Pictures as they are. */
export interface ChosenPictures {
  /** Numbers in the split, from 0, by which masks are drawn. */
  readonly indices: readonly number[]
  /** For tables. */
  readonly names: readonly (number | string)[]
  /** Which they are, in words. */
  readonly about: string
  readonly metadata: Readonly<Record<string, string>>
  readonly size: number
  readonly channels: number
  /** [n, size, size, channels] */
  readonly pictures: Uint8Array
  /** [size, size, channels] */
  picture(i: number): Uint8Array
}

/** The first so many of the split, fewer where there are fewer, or those that a person picked. */
export async function choosePictures(
  { ask }: FigureParts,
  { runs, options, signal }: FigureSubject,
  usual: number,
): Promise<ChosenPictures> {
  const { samples = usual, split } = options
  const { dataset, imageSize } = runs[0]!.config
  const read = (indices: number[]) => ask['pictures.read']({ dataset, imageSize, split, indices }, { signal })
  const { count } = await read([0])
  const indices = Array.isArray(samples) ? samples : Array.from({ length: Math.min(samples, count) }, (_, i) => i)
  const { size, channels, pictures } = await read(indices)
  const bytes = size * size * channels
  return {
    ...{ indices, names: indices, size, channels, pictures },
    about: describeChoice(indices, split, options),
    metadata: { split, pictures: indices.join(' ') },
    picture: (i) => pictures.subarray(i * bytes, (i + 1) * bytes),
  }
}

/** "the first 4 of the test split", or which ones */
function describeChoice(indices: readonly number[], split: SplitName, { samples }: FigureOptions): string {
  // Numbered from 1, as the window does.
  const numbers = indices.map((index) => index + 1).join(', ')
  if (Array.isArray(samples)) return `picture${indices.length === 1 ? '' : 's'} ${numbers} of the ${split} split, picked`
  return indices.length === 1 ? `the first picture of the ${split} split` : `the first ${indices.length} of the ${split} split`
}

/** @throws WorkbenchError `runs-differ` for runs that cannot be shown on the same pictures */
export function checkAlike(runs: readonly RunDetail[]): void {
  const [first] = runs as [RunDetail]
  const other = runs.find(({ config }) => config.dataset !== first.config.dataset || config.imageSize !== first.config.imageSize)
  if (other) {
    const set = ({ config }: RunDetail) => `${config.dataset} at ${config.imageSize} px`
    throw new WorkbenchError(
      'runs-differ',
      `"${first.name}" learned from ${set(first)} and "${other.name}" from ${set(other)}: choose runs of the same pictures`,
    )
  }
}

/** Of the checkpoint that is shown. */
export const checkpointStep = (run: RunDetail, { checkpoint }: FigureOptions) => findCheckpoint(run, checkpoint).step
