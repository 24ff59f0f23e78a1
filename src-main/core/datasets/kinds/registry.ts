import { WorkbenchError } from '../../../../src-shared/errors.ts'
import type { DatasetKind } from './kind.ts'
import { syntheticFaces } from './synthetic-faces/synthetic-faces.ts'

/** Kinds of data sets by name. */
const DATASET_KINDS: Readonly<Record<string, DatasetKind>> = {
  'synthetic-faces': syntheticFaces as DatasetKind,
}

/** @throws WorkbenchError dataset-kind */
export function datasetKind(name: string): DatasetKind {
  const kind = Object.hasOwn(DATASET_KINDS, name) ? DATASET_KINDS[name] : undefined
  if (kind) return kind
  const known = Object.keys(DATASET_KINDS).join(', ')
  throw new WorkbenchError('dataset-kind', `unknown kind of data set "${name}": expected ${known}`)
}
