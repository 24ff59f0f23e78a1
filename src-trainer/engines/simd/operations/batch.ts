import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { Call, Overrides } from './override.ts'
import { checkIndices } from './rows.ts'

/** Values worth a task. */
const GRAIN = 32_768

type Two = [number, number]

/** See `ops/kernels.ts`. Our own kernel: it falls back on nothing. */
function expandBatch({ inputs: { images, masks, places }, backend, attrs }: Call): TensorInfo[] {
  const shape = attrs.shape as [number, number, number, number]
  const [batch, height, width, channels] = shape
  const size = util.sizeFromShape(shape)
  const hasBytes = (words: TensorInfo | undefined, bytes: number) =>
    words?.dtype === 'int32' && util.sizeFromShape(words.shape) === Math.ceil(bytes / 4)
  if (!hasBytes(images, size) || !hasBytes(masks, size / channels) || places?.dtype !== 'int32') {
    throw new Error(
      `ExpandBatch takes the bytes of images and masks [${shape}] four to an int32, and int32 places, got ` +
        `[${images?.shape}], [${masks?.shape}] and ${places?.dtype}`,
    )
  }
  checkIndices('ExpandBatch', backend.view(places), size / channels)
  const missing = util.sizeFromShape(places.shape)
  const masked = backend.output(shape)
  const neighbours = Array.from({ length: 4 }, () => backend.output([size]))
  const ofMissing = [backend.output([missing, channels]), backend.output([missing, 2]), backend.output([missing], 'int32')]
  const [imagesAt, masksAt, placesAt, maskedAt] = [images!, masks!, places, masked].map((t) => backend.address(t)) as [
    ...Two,
    ...Two,
  ]
  const [right, below, rightFree, belowFree] = neighbours.map((t) => backend.address(t)) as [...Two, ...Two]
  const [targets, coordinates, rows] = ofMissing.map((t) => backend.address(t)) as [...Two, number]
  const geometry = [height, width, channels] as const
  const { pool } = backend
  backend.run([
    ...backend
      .cut(batch, (GRAIN * batch) / size)
      .map(({ first, count }) => [
        pool.call(
          'expandPictures',
          ...([imagesAt, masksAt, maskedAt, right, below, rightFree, belowFree, first, count, ...geometry] as const),
        ),
      ]),
    ...backend
      .cut(missing, GRAIN / 4)
      .map(({ first, count }) => [
        pool.call('expandMissing', ...([imagesAt, placesAt, targets, coordinates, rows, first, count, ...geometry] as const)),
      ]),
  ])
  return [masked, ...ofMissing, ...neighbours]
}

export const batchOverrides: Overrides = { ExpandBatch: expandBatch }
