import { ExtData, encode } from '@msgpack/msgpack'
import { expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from './codec.ts'

it('carries typed arrays, NaN and infinities as they are', () => {
  const message = {
    text: 'Zürich',
    values: [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null],
    bytes: Uint8Array.of(0, 255),
    // A view into the middle of a buffer must carry its own part alone.
    floats: new Float32Array([9, 1.25, -2, 9]).subarray(1, 3),
    doubles: Float64Array.of(Math.PI),
    whole: Uint32Array.of(4_294_967_295),
    nested: [{ signed: Int32Array.of(-1) }],
  }
  expect(decodeMessage(encodeMessage(message))).toEqual(message)
  expect(decodeMessage(encodeMessage({ a: undefined, b: 1 }))).toEqual({ b: 1 })
})

it('carries long lists of plain objects as they are, the numbers too that JSON has not', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({
    id: `run ${i} “Zürich”`,
    loss: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0.1][i % 5],
    config: { mask: { kind: 'random', shares: [i, -0] }, tags: i % 2 === 0 ? ['a'] : [], none: null, own: true },
    absent: undefined,
  }))
  const expected = rows.map(({ absent: _, ...row }) => row)
  const carried = decodeMessage(encodeMessage({ ok: true, value: rows })) as { value: typeof expected }
  expect(carried.value).toStrictEqual(expected)
  expect(Object.is(carried.value[3]!.loss, -0)).toBe(true)
  const pictures = rows.map(({ id }) => ({ id, bytes: Uint8Array.of(7) }))
  expect(decodeMessage(encodeMessage(pictures))).toStrictEqual(pictures)
  const dated = rows.map(({ id }, i) => ({ id, at: new Date(i) }))
  expect(decodeMessage(encodeMessage(dated))).toStrictEqual(dated)
})

it('refuses what is not a message', () => {
  expect(() => decodeMessage(Uint8Array.of(0xc1))).toThrow()
  expect(() => decodeMessage(encodeMessage({ a: 'long enough to cut' }).subarray(0, 5))).toThrow()
  const strange = JSON.stringify([[{}], [[['0', '__proto__', 'polluted'], 'NaN']]])
  expect(() => decodeMessage(encode(new ExtData(5, encode(strange))))).toThrow(/__proto__/)
  expect('polluted' in {}).toBe(false)
})
