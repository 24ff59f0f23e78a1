import { expect, test } from 'vitest'
import { newRun, openStore, owner, temporaryFile } from './fixtures.ts'

test('a sweep is made whole, its name numbered, its runs queued in their order behind what waits', async () => {
  const store = openStore()
  await store.createRun(newRun('z'))
  const first = await store.createSweep('wide', [newRun('b'), newRun('a')])
  const second = await store.createSweep('wide', [newRun('c')])
  expect([first.sweep, second.sweep]).toEqual(['wide-1', 'wide-2'])
  expect(first.runs.map(({ id, name, sweep }) => [id, name, sweep])).toEqual([
    ['b', 'slides-2', 'wide-1'],
    ['a', 'slides-3', 'wide-1'],
  ])
  expect(await store.readQueue()).toEqual(['z', 'b', 'a', 'c'])
  await expect(store.createSweep('wide', [newRun('d'), newRun('a')])).rejects.toThrow()
  expect(await store.getRun('d')).toBeUndefined()
})

test('the queue takes the order given, for every program, and leaves the rest where it is', async () => {
  const file = temporaryFile()
  const store = openStore(file)
  const other = openStore(file)
  for (const id of ['a', 'b', 'c', 'd', 'e']) await store.createRun(newRun(id))
  await store.claim('c', owner, 0, 1000)
  const before = (await other.changedSince(0)).change
  await store.arrangeQueue(['e', 'c', 'gone', 'b'])
  expect(await other.readQueue()).toEqual(['a', 'e', 'd', 'b'])
  expect((await other.changedSince(before)).runs.map(({ id }) => id).sort()).toEqual(['b', 'e'])
  await store.setState('a', 'stopped', null, 1)
  await store.setState('a', 'queued', null, 2)
  expect(await store.readQueue()).toEqual(['e', 'd', 'b', 'a'])
})
