import { expect, it } from 'vitest'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { modelChannels } from './model-channels.ts'

type Parts = Parameters<typeof modelChannels>[0]
type Run = Parameters<typeof modelChannels>[1]
const signal = new AbortController().signal
const gone = async () => {
  throw new WorkbenchError('dataset-unknown', 'unknown dataset "faces": expected synthetic-faces')
}

/** A program whose data set answers so, and whose checkpoints are of grey pictures. */
const parts = (info: () => Promise<unknown>) =>
  ({
    dataFolder: '/data',
    datasets: { manifestOf: async () => null, info },
    inference: { call: async () => ({ channels: 1 }) },
  }) as unknown as Parts
const run = (checkpoints: object[]) =>
  ({ name: 'slides-1', config: { dataset: 'faces', imageSize: 32 }, datasetHash: 'ab', checkpoints }) as unknown as Run

it('asks the checkpoint, whatever the data set has become; before there is one, the data set', async () => {
  const colour = async () => ({ channels: 3, crop: null })
  expect(await modelChannels(parts(colour), run([{ kind: 'last', step: 5, path: 'runs/1/last' }]), signal)).toBe(1)
  expect(await modelChannels(parts(gone), run([{ kind: 'best', step: 5, path: 'runs/1/best' }]), signal)).toBe(1)
  expect(await modelChannels(parts(colour), run([]), signal)).toBe(3)
})

it('says what to do where neither is there', async () => {
  await expect(modelChannels(parts(gone), run([]), signal)).rejects.toMatchObject({
    code: 'run-channels',
    message:
      'run "slides-1" has no checkpoint yet, and its data set cannot be asked for its channels (unknown dataset "faces": expected synthetic-faces): train the run, or add the data set again',
  })
})
