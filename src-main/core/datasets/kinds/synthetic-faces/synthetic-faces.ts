import { z } from 'zod'
import { splitsOf } from '../../../../../src-shared/datasets.ts'
import type { DatasetKind } from '../kind.ts'
import { renderFace } from './render.ts'

const options = z.object({
  seed: z.number().int().min(0).max(0xffffffff).default(1),
  train: z.number().int().positive().default(20_000),
  validation: z.number().int().positive().default(2_000),
  test: z.number().int().positive().default(2_000),
})

/**
 * Painted portraits of people who do not exist, for machines without data. Each picture is drawn from its own random stream, so
 * they are independent in storage order and any of them can be made alone.
 */
export const syntheticFaces: DatasetKind<z.infer<typeof options>> = {
  title: 'Synthetic faces',
  description: 'Generated portraits with varying pose, skin, hair, light and background. Built in; no photograph is involved.',
  version: 1,
  options,
  looksAtFiles: false,
  mayLeaveOut: false,
  async plan({ seed, train, validation, test }) {
    return {
      layout: {
        channels: 3,
        source: `generated, seed ${seed}`,
        crop: null,
        filter: null,
        synthetic: true,
        exchangeable: true,
        splits: splitsOf(train, validation, test),
      },
      fingerprint: null,
      work: null,
    }
  },
  async openSource({ seed }, imageSize) {
    const bytes = imageSize * imageSize * 3
    return {
      produce(start, end, target) {
        for (let picture = start; picture < end; picture++)
          renderFace(seed, picture, imageSize, target, (picture - start) * bytes)
        return []
      },
    }
  },
}
