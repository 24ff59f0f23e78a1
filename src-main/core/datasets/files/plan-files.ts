import { type DatasetLayout, type DatasetProblem, type SplitName, splitNames, splitsOf } from '../../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import type { SourcePlan } from '../kinds/kind.ts'
import { AREA_FILTER, type FileWork } from './file-source.ts'
import { type FoundPictures, fingerprintOf } from './scan.ts'

export interface FilesToPlan {
  /** Of the pictures. */
  readonly root: string
  readonly found: FoundPictures
  /** Null: in none. */
  readonly splitOf: (name: string) => SplitName | null
  readonly groupOf?: ((name: string) => string) | undefined
  readonly channels: 1 | 3
  readonly crop: number | null
  readonly problems: readonly DatasetProblem[]
  /** Whatever else the pictures and their order depend on, a split list's text, say. */
  readonly fingerprint: readonly string[]
}

/**
 * The plan of a set whose pictures are files: split by split, each by name.
 *
 * @throws WorkbenchError `dataset-source` when no picture is left to train on
 */
export function planFiles({ root, found, splitOf, groupOf, channels, crop, problems, fingerprint }: FilesToPlan): SourcePlan {
  const bySplit: Record<SplitName, string[]> = { train: [], validation: [], test: [] }
  for (const name of found.names) {
    const split = splitOf(name)
    if (split) bySplit[split].push(name)
  }
  if (bySplit.train.length === 0) {
    const first = problems[0]
    const because = first ? `; the first of ${problems.length} problems: ${first.file}: ${first.what}` : ''
    throw new WorkbenchError(
      'dataset-source',
      found.names.length === 0
        ? `${root}: no pictures in it; expected JPEG, PNG, PGM, PPM or WebP files, in it or below${because}`
        : `${root}: none of its ${found.names.length} pictures is for training; check the split${because}`,
    )
  }
  const names = splitNames.flatMap((split) => bySplit[split])
  const [train, validation, test] = splitNames.map((split) => bySplit[split].length) as [number, number, number]
  const work: FileWork = { root, names: names.join('\n'), channels, crop }
  return {
    layout: {
      channels,
      source: root,
      crop,
      filter: AREA_FILTER,
      synthetic: false,
      exchangeable: false,
      splits: splitsOf(train, validation, test),
      ...(groupOf ? { groups: runsOf(names.map(groupOf)) } : {}),
    },
    fingerprint: fingerprintOf(found.contents, ...fingerprint),
    work,
    problems: [...problems],
    contents: found.contents,
  }
}

/** Neighbours that are the same. */
function runsOf(groups: readonly string[]): NonNullable<DatasetLayout['groups']> {
  const runs: { name: string; count: number }[] = []
  for (const name of groups) {
    const last = runs.at(-1)
    if (last?.name === name) last.count++
    else runs.push({ name, count: 1 })
  }
  return runs
}
