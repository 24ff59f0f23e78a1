import { expect, onTestFinished, test } from 'vitest'
import { measurementColumns } from '../../../src-shared/evaluation/measurements.ts'
import { openEvaluationStore } from './evaluation-store.ts'
import { temporaryFile } from './fixtures.ts'

const pictures = (first: number, count: number) =>
  Float32Array.from({ length: count * measurementColumns }, (_, i) =>
    i % measurementColumns === 0 ? first + Math.floor(i / measurementColumns) : Number.NaN,
  )

test('pictures are kept without gaps, whoever measured them and in whatever stretches', async () => {
  const file = temporaryFile()
  const [one, other] = [openEvaluationStore(file), openEvaluationStore(file)]
  onTestFinished(() => {
    one.close()
    other.close()
  })
  const key = { checkpoint: 'c', protocol: 'p', method: 'model' }
  expect(await one.read(key)).toEqual(new Float32Array(0))
  await one.append(key, 0, pictures(0, 4))
  await other.append(key, 0, pictures(0, 2))
  await other.append(key, 2, pictures(2, 5))
  await one.append(key, 9, pictures(9, 2))
  expect(await other.read(key)).toEqual(pictures(0, 7))
  await one.append(key, 7, pictures(7, 2))
  expect(await one.read(key)).toEqual(pictures(0, 11))
  for (const changed of [{ checkpoint: 'd' }, { protocol: 'q' }, { method: 'mean@1' }])
    expect(await one.read({ ...key, ...changed })).toHaveLength(0)
})
