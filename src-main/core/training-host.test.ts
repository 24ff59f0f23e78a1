import { expect, it } from 'vitest'
import { newRun, openStore, owner } from './store/fixtures.ts'
import { startTraining } from './training-host.ts'

it('ends at once while its data set is still being built', async () => {
  const store = openStore()
  await store.createRun(newRun('r'))
  const training = await startTraining('r', () => new Promise(() => {}), { store, owner, onChange: () => {} })
  training.end('paused')
  await training.done
  expect(await store.getRun('r')).toMatchObject({ state: 'paused', reason: null, attempts: [{ state: 'paused' }] })
})

it('is crashed when its process is killed while its data set is still being built', async () => {
  const store = openStore()
  await store.createRun(newRun('r'))
  const training = await startTraining('r', () => new Promise(() => {}), { store, owner, onChange: () => {} })
  training.kill()
  await training.done
  expect(await store.getRun('r')).toMatchObject({ state: 'crashed', reason: expect.stringContaining('SIGKILL') })
})

it('fails with the reason when its job cannot be prepared', async () => {
  const store = openStore()
  await store.createRun(newRun('r'))
  const training = await startTraining('r', () => Promise.reject(new Error('no pictures in /faces')), {
    store,
    owner,
    onChange: () => {},
  })
  await training.done
  expect(await store.getRun('r')).toMatchObject({ state: 'failed', reason: 'no pictures in /faces' })
})
