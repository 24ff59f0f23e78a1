import type { SplitName } from '../../src-shared/datasets.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { fixedMasks } from '../../src-shared/masks/fixed.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../../src-shared/masks/registry.ts'
import { openDatasetReader } from '../data/dataset-reader.ts'
import { encodeImages } from '../model/inpaint.ts'
import type { Model } from '../model/model.ts'
import type { LatentSpace } from './latent-map.ts'
import { principalComponents } from './pca.ts'

/** Kept at once: a person goes to and fro between a few. */
const capacity = 4
/** Pictures encoded at once. */
const chunk = 16
/** Directions kept: a sample is drawn along all of them. */
const mostDirections = 64

export interface SpaceSource {
  /** Of the checkpoint, as it is now. */
  readonly version: string
  readonly datasetFolder: string
  readonly split: SplitName
  readonly count: number
  readonly mask?: MaskSpec | undefined
}

/** The most recently used latent spaces, each computed once. */
export function createLatentSpaces() {
  const spaces = new Map<string, LatentSpace>()
  return {
    find(source: SpaceSource): LatentSpace | undefined {
      const key = keyOf(source)
      const found = spaces.get(key)
      if (!found) return undefined
      spaces.delete(key)
      spaces.set(key, found)
      return found
    },
    /**
     * @param pictures the source's, by `readPictures`
     * @param between called between stretches of work, so that others can go first, or the work end
     */
    async compute(
      model: Model,
      source: SpaceSource,
      pictures: SpacePictures,
      between: () => Promise<void>,
    ): Promise<LatentSpace> {
      const space = await computeSpace(model, source, pictures, between)
      spaces.set(keyOf(source), space)
      for (const key of spaces.keys()) if (spaces.size > capacity) spaces.delete(key)
      return space
    },
  }
}

function keyOf({ version, datasetFolder, split, count, mask }: SpaceSource): string {
  return JSON.stringify([version, datasetFolder, split, count, mask ? formatMaskSpec(mask) : 'whole'])
}

async function computeSpace(
  model: Model,
  source: SpaceSource,
  { pictures, count }: SpacePictures,
  between: () => Promise<void>,
): Promise<LatentSpace> {
  const { imageSize: size } = model.image
  const values = pictures.length / count
  const masks = source.mask ? fixedMasks(source.mask, size, 0, count) : new Uint8Array(count * size * size).fill(1)
  const dimension = model.latentShape.reduce((product, length) => product * length, 1)
  const latents = new Float32Array(count * dimension)
  for (let first = 0; first < count; first += chunk) {
    await between()
    const end = Math.min(count, first + chunk)
    const images = pictures.subarray(first * values, end * values)
    latents.set(
      await encodeImages(model, { images, masks: masks.subarray(first * size * size, end * size * size) }),
      first * dimension,
    )
  }
  const nothing = await encodeImages(model, { images: new Uint8Array(values), masks: new Uint8Array(size * size) })
  return { latents, nothing, components: await principalComponents(latents, count, mostDirections, between) }
}

export interface SpacePictures {
  /** [count, size, size, channels] uint8 */
  readonly pictures: Uint8Array
  readonly count: number
}

/**
 * The first pictures of a split, once they have been made.
 *
 * @throws WorkbenchError `latent-pictures` where there are too few; what ended their data set's build; the signal's reason
 */
export async function readPictures(
  { datasetFolder, split, count: most }: SpaceSource,
  signal: AbortSignal,
): Promise<SpacePictures> {
  const reader = await openDatasetReader(datasetFolder)
  try {
    const count = Math.min(most, reader.splits[split].count)
    if (count < 3) {
      throw new WorkbenchError('latent-pictures', `the ${split} split has ${count} pictures: a map needs 3; choose another split`)
    }
    await reader.waitUntilReady(split, count, signal)
    return { pictures: reader.readSplit(split, count), count }
  } finally {
    reader.close()
  }
}
