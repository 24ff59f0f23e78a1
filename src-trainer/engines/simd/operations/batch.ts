import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Call, GRAIN, type Overrides } from './override.ts'
import { checkIndices } from './rows.ts'

/** See `ops/kernels.ts`. Our own kernel: it falls back on nothing. */
function expandBatch({ inputs: { images, masks, places }, backend, attrs }: Call): TensorInfo[] {
  const shape = attrs.shape as [number, number, number, number]
  const [batch, ...picture] = shape // height, width, channels
  const size = util.sizeFromShape(shape)
  const pixels = size / picture[2]
  if (!hasBytes(images, size) || !hasBytes(masks, pixels) || places?.dtype !== 'int32') {
    throw new Error(
      `ExpandBatch takes the bytes of images and masks [${shape}] four to an int32, and int32 places, got ` +
        `[${images?.shape}], [${masks?.shape}] and ${places?.dtype}`,
    )
  }
  checkIndices('ExpandBatch', backend.view(places), pixels)
  const missing = util.sizeFromShape(places.shape)
  const values = [backend.output(shape), ...Array.from({ length: 4 }, () => backend.output([size]))]
  const ofMissing = [backend.output([missing, picture[2]]), backend.output([missing, 2]), backend.output([missing], 'int32')]
  const [imagesAt, masksAt, placesAt] = [backend.address(images!), backend.address(masks!), backend.address(places)]
  const valuesAt = values.map((tensor) => backend.address(tensor)) as [number, number, number, number, number]
  const ofMissingAt = ofMissing.map((tensor) => backend.address(tensor)) as [number, number, number]
  const { pool } = backend
  const pictures = backend.cut(batch, (GRAIN * batch) / size)
  const pieces = backend.cut(missing, GRAIN / 4)
  backend.run([
    ...pictures.map(({ first, count }) => [
      pool.call('expandPictures', imagesAt, masksAt, ...valuesAt, first, count, ...picture),
    ]),
    ...pieces.map(({ first, count }) => [
      pool.call('expandMissing', imagesAt, placesAt, ...ofMissingAt, first, count, ...picture),
    ]),
  ])
  const [masked, ...neighbours] = values
  return [masked!, ...ofMissing, ...neighbours]
}

function hasBytes(words: TensorInfo | undefined, bytes: number): boolean {
  return words?.dtype === 'int32' && util.sizeFromShape(words.shape) === Math.ceil(bytes / 4)
}

export const batchOverrides: Overrides = { ExpandBatch: expandBatch }
