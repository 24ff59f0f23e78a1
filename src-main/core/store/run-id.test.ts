import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { config } from './fixtures.ts'
import { configHash, newRunId } from './run-id.ts'

test('ids are ten characters that cannot be misread, and differ', () => {
  const ids = Array.from({ length: 500 }, () => newRunId(randomBytes))
  for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/)
  expect(new Set(ids).size).toBe(500)
  expect(newRunId(() => new Uint8Array([0, 31, 32, 255, 10, 1, 2, 3, 4, 5]))).toBe('0z0za12345')
})

test('a configuration’s hash does not depend on the order of its keys, and on every value', () => {
  const { mask, ...rest } = config
  const reordered = { mask: { pMax: mask.pMax, kind: mask.kind, pMin: mask.pMin }, ...rest }
  expect(configHash(reordered)).toBe(configHash(config))
  expect(configHash({ ...config, mask: { ...mask, pMin: 0.2 } })).not.toBe(configHash(config))
  const hash = createHash('sha256').update('{"b":[1,{"c":null}],"d":"x"}').digest('hex').slice(0, 12)
  expect(configHash({ d: 'x', b: [1, { c: null }], e: undefined } as never)).toBe(hash)
})
