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

it('refuses what is not a message', () => {
  expect(() => decodeMessage(Uint8Array.of(0xc1))).toThrow()
  expect(() => decodeMessage(encodeMessage({ a: 'long enough to cut' }).subarray(0, 5))).toThrow()
})
