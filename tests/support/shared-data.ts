import type { TestProject } from 'vitest/node'
import { DatasetCache } from '../../src-main/core/datasets/dataset-cache.ts'
import { temporaryFolder } from './lacuna.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder in which the built-in data set is ready: building it takes a quarter of a minute. */
    dataFolder: string
  }
}

/** Builds the built-in data set once for all test files. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = temporaryFolder()
  const datasets = new DatasetCache({ dataFolder: folder.path })
  const { complete } = await datasets.open('synthetic-faces', { imageSize: 32 })
  await complete
  await datasets.close()
  project.provide('dataFolder', folder.path)
  return folder.remove
}
