import { openDatasetReader } from '../data/dataset-reader.ts'
import { baselineMethod, type Method } from '../methods.ts'
import type { ImageShape } from '../model/model.ts'

/** Baselines fitted to a data set, each once. */
export interface BaselineCache {
  /** @throws WorkbenchError `method` for an unknown one */
  load(name: string, datasetFolder: string): Promise<{ fill: Method; image: ImageShape }>
}

export function createBaselineCache(): BaselineCache {
  const fitted = new Map<string, ReturnType<BaselineCache['load']>>()
  async function fitTo(name: string, datasetFolder: string) {
    const reader = await openDatasetReader(datasetFolder)
    try {
      await reader.waitUntilComplete(AbortSignal.timeout(60_000))
      const { imageSize, channels } = reader
      return { fill: await baselineMethod(name, reader), image: { imageSize, channels } }
    } finally {
      reader.close()
    }
  }
  return {
    load(name, datasetFolder) {
      const key = `${name} ${datasetFolder}`
      let known = fitted.get(key)
      if (!known) {
        known = fitTo(name, datasetFolder)
        fitted.set(key, known)
        known.catch(() => fitted.delete(key))
      }
      return known
    },
  }
}
