import { stat } from 'node:fs/promises'
import type { z } from 'zod'
import type { EngineChoice } from '../../src-shared/contract/engine-choice.ts'
import type { latentInferenceCalls } from '../../src-shared/contract/latent-calls.ts'
import type { Handlers } from '../../src-shared/contract/rpc-types.ts'
import type { InferenceContract } from '../../src-shared/contract/trainer.ts'
import { renderLatents } from '../model/inpaint.ts'
import type { Model } from '../model/model.ts'
import type { ModelSource } from '../model-cache.ts'
import { bytesOf } from '../render.ts'
import type { Turns } from '../turns.ts'
import { type LatentSpace, latentOf, nearestTo, scoresOf } from './latent-map.ts'
import { createLatentSpaces, readPictures, type SpaceSource } from './latent-spaces.ts'

type Ask = z.output<(typeof latentInferenceCalls)['latentMap']['input']>
type Names = keyof typeof latentInferenceCalls

/** What the handlers need of the process they are in. */
export interface LatentHost {
  readonly turns: Turns
  /** Good until others are loaded. */
  open(source: ModelSource & { choice: EngineChoice }): Promise<Model>
  /** Good until `release`. */
  hold(source: ModelSource & { choice: EngineChoice }): Promise<Model>
  release(model: Model): void
}

/** Calls of `latent-calls.ts`. A map is long work, done once; what is asked of it afterwards is answered at once. */
export function createLatentHandlers({ turns, open, hold, release }: LatentHost): Pick<Handlers<InferenceContract>, Names> {
  const spaces = createLatentSpaces()

  async function sourceOf({ checkpoint, datasetFolder, split, count, mask }: Ask): Promise<SpaceSource> {
    const { mtimeMs } = await stat(checkpoint)
    return { version: `${checkpoint} ${mtimeMs}`, datasetFolder, split, count, mask }
  }

  async function spaceOf(ask: Ask, signal: AbortSignal): Promise<LatentSpace> {
    const source = await sourceOf(ask)
    const known = spaces.find(source)
    if (known) return known
    // Before the turn begins: the data set may still be being built.
    const pictures = await readPictures(source, signal)
    return turns.long(signal, async (pause) => {
      const model = await hold(ask)
      try {
        return spaces.find(source) ?? (await spaces.compute(model, source, pictures, pause))
      } finally {
        release(model)
      }
    })
  }

  return {
    latentMap: async (ask, { signal }) => {
      const { count, directions, scores, deviations, shares } = (await spaceOf(ask, signal)).components
      return { count, directions, scores, deviations, shares }
    },
    latentDecode: async (ask, { signal }) => {
      const space = await spaceOf(ask, signal)
      const { dimension, directions } = space.components
      const latents = new Float32Array(ask.latents.length * dimension)
      const scores = new Float32Array(ask.latents.length * directions)
      for (const [i, meant] of ask.latents.entries()) {
        const latent = latentOf(space, meant)
        latents.set(latent, i * dimension)
        scores.set(scoresOf(space.components, latent), i * directions)
      }
      return turns.live(signal, async () => {
        const model = await open(ask)
        const colours = await renderLatents(model, latents, ask.scale)
        const { imageSize, channels } = model.image
        return { size: imageSize * ask.scale, channels, pictures: bytesOf(colours), scores }
      })
    },
    latentDescribe: async (ask, { signal }) => {
      const space = await spaceOf(ask, signal)
      const values = latentOf(space, ask.latent)
      const shape = await turns.live(signal, async () => (await open(ask)).latentShape)
      return { shape: [...shape] as [number, number, number], values, neighbours: nearestTo(space, values, ask.neighbours) }
    },
  }
}
