import { z } from 'zod'

/** Typed arrays as they cross a channel. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
export const floatsSchema = z.custom<Float64Array>((value) => value instanceof Float64Array, 'expected 64-bit floats')
export const singlesSchema = z.custom<Float32Array>((value) => value instanceof Float32Array, 'expected 32-bit floats')
