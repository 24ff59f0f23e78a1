import type { DatasetKindInfo } from '../../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import { celeba } from './celeba.ts'
import { cifar10 } from './cifar10.ts'
import { folder } from './folder.ts'
import { idx } from './idx.ts'
import type { DatasetKind } from './kind.ts'
import { syntheticFaces } from './synthetic-faces/synthetic-faces.ts'

/** Kinds of data sets by name. */
const DATASET_KINDS: Readonly<Record<string, DatasetKind>> = {
  'synthetic-faces': syntheticFaces as DatasetKind,
  celeba: celeba as DatasetKind,
  folder: folder as DatasetKind,
  idx: idx as DatasetKind,
  cifar10: cifar10 as DatasetKind,
}

/** @throws WorkbenchError dataset-kind */
export function datasetKind(name: string): DatasetKind {
  const kind = Object.hasOwn(DATASET_KINDS, name) ? DATASET_KINDS[name] : undefined
  if (kind) return kind
  const known = Object.keys(DATASET_KINDS).join(', ')
  throw new WorkbenchError('dataset-kind', `unknown kind of data set "${name}": expected ${known}`)
}

/** The kinds that a person can add, and what a form asks for. */
export function addableKinds(): DatasetKindInfo[] {
  return Object.entries(DATASET_KINDS).flatMap(([kind, { title, description, fields }]) =>
    fields ? [{ kind, title, description, options: fields }] : [],
  )
}
