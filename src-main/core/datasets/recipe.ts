import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DATASET_FORMAT, type DatasetLayout, datasetLayoutSchema } from '../../../src-shared/datasets.ts'
import { WorkbenchError } from '../../../src-shared/errors.ts'
import { describeIssue, inPlain } from '../../../src-shared/plain-issues.ts'
import type { DatasetKind, SourcePlan } from './kinds/kind.ts'
import { datasetKind } from './kinds/registry.ts'

/** A data set by name: a kind and its options. */
export interface DatasetDefinition {
  readonly name: string
  readonly kind: string
  readonly options: unknown
}

/** A definition at one size, before anybody has looked at its source. */
export interface Request {
  readonly definition: DatasetDefinition
  readonly kind: DatasetKind
  readonly options: unknown
  readonly imageSize: number
  /** What the layout calls `definition`. */
  readonly key: string
}

/** Everything that decides a cache's bytes, and where it is. */
export interface Recipe extends Request {
  readonly plan: SourcePlan
  readonly layout: DatasetLayout
  /** `DATA/datasets/<hash>`. */
  readonly folder: string
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}

/** @throws WorkbenchError dataset-kind; dataset-options for options that the kind does not take */
export function requestOf(definition: DatasetDefinition, imageSize: number): Request {
  const kind = datasetKind(definition.kind)
  const parsed = kind.options.safeParse(definition.options, inPlain)
  if (!parsed.success) {
    const fault = describeIssue(parsed.error.issues[0]!)
    throw new WorkbenchError('dataset-options', `data set "${definition.name}": ${fault}`)
  }
  const options = parsed.data
  return { definition, kind, options, imageSize, key: keyOf(definition.kind, kind.version, options, imageSize) }
}

function keyOf(kind: string, version: number, options: unknown, imageSize: number): string {
  return shortHash({ format: DATASET_FORMAT, kind, version, options, imageSize })
}

export function recipeOf(request: Request, plan: SourcePlan, dataFolder: string): Recipe {
  const { definition, kind, options, imageSize, key } = request
  const { fingerprint } = plan
  const hash = shortHash({
    format: DATASET_FORMAT,
    kind: definition.kind,
    version: kind.version,
    options,
    imageSize,
    fingerprint,
  })
  const about = { format: DATASET_FORMAT, name: definition.name, kind: definition.kind, hash, imageSize, definition: key }
  const layout = datasetLayoutSchema.parse({ ...plan.layout, ...about })
  return { ...request, plan, layout, folder: join(dataFolder, 'datasets', hash) }
}
