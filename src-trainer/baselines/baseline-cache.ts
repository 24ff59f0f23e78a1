import { openDatasetReader } from '../data/dataset-reader.ts'
import { baselineMethod, type Method } from '../methods.ts'
import type { ImageShape } from '../model/model.ts'
import type { Turns } from '../turns.ts'
import { findBaseline } from './registry.ts'

/** Baselines fitted to a data set, each once. */
export interface BaselineCache {
  /**
   * Fits in a turn of its own, which live requests go before, so call it outside of one.
   *
   * @throws WorkbenchError `method` for an unknown one
   */
  load(name: string, datasetFolder: string): Promise<{ fill: Method; image: ImageShape }>
}

/** Baselines kept fitted, each to one data set. */
const capacity = 16

export function createBaselineCache(turns: Turns): BaselineCache {
  const fitted = new Map<string, ReturnType<BaselineCache['load']>>()
  async function fitTo(name: string, datasetFolder: string) {
    const reader = await openDatasetReader(datasetFolder)
    try {
      // However long its build takes: the reader gives up by itself when a build dies or lies still.
      if (findBaseline(name).learns) await reader.waitUntilComplete()
      const { imageSize, channels } = reader
      // Whoever asked first may leave; others may be waiting for the same by then.
      const { signal } = new AbortController()
      const fill = await turns.long(signal, (pause) => baselineMethod(name, reader, pause))
      return { fill, image: { imageSize, channels } }
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
        known.catch(() => fitted.delete(key))
      }
      fitted.delete(key)
      fitted.set(key, known)
      for (const oldest of fitted.keys()) if (fitted.size > capacity) fitted.delete(oldest)
      return known
    },
  }
}
