import { expect, onTestFinished, test } from 'vitest'
import { openDatasetStore } from './dataset-store.ts'
import { temporaryFile } from './fixtures.ts'

test('definitions outlive the program, in the order they were added', async () => {
  const file = temporaryFile()
  const first = openDatasetStore(file)
  const faces = { name: 'faces', kind: 'folder', options: { path: '/data/ä', crop: null } }
  await first.add(faces, 2)
  await first.add({ name: 'celeba', kind: 'celeba', options: { path: '/c' } }, 1)
  await expect(first.add({ ...faces, kind: 'idx' }, 3)).rejects.toThrow('there is a data set "faces" already')
  first.close()
  const second = openDatasetStore(file)
  onTestFinished(() => second.close())
  expect((await second.list()).map(({ name }) => name)).toEqual(['celeba', 'faces'])
  expect((await second.list())[1]).toEqual(faces)
  expect([await second.remove('faces'), await second.remove('faces')]).toEqual([true, false])
  expect(await second.list()).toHaveLength(1)
})
