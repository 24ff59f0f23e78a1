import { join } from 'node:path'
import type { MethodReference } from '../../src-shared/contract/exploration-calls.ts'
import type { DatasetCache } from './datasets/dataset-cache.ts'
import { findCheckpoint } from './evaluate-run.ts'
import type { RunStore } from './store/run-store.ts'

/**
 * A method as the inference child knows it: files instead of names.
 *
 * @param pictures what a baseline is fitted to
 */
export async function resolveMethod(
  { dataFolder, store, datasets }: { dataFolder: string; store: RunStore; datasets: DatasetCache },
  method: MethodReference,
  { dataset, imageSize }: { dataset: string; imageSize: number },
) {
  if (method.kind === 'baseline') {
    // As the previews know the set: a stroke asks many times a second, and `open` looks at every file of a folder.
    const known = await datasets.sealed(dataset, { imageSize })
    const { folder } = known ?? (await datasets.open(dataset, { imageSize }))
    return { kind: 'baseline', name: method.name, datasetFolder: folder } as const
  }
  const run = (await store.getRun(await store.resolve(method.run)))!
  const { path } = findCheckpoint(run, method.checkpoint)
  return { kind: 'model', config: run.config, checkpoint: join(dataFolder, path) } as const
}
