/** Pictures are bytes, 0 … 255, where they are kept, and numbers in [0, 1] where they are computed with. */

/** byte / 255 as float32. */
export const LEVELS = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/** byte / 255 for each. */
export function toUnit(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) values[i] = LEVELS[bytes[i]!]!
  return values
}

/** A number's nearest byte; beyond [0, 1] it is clipped. */
export function toByte(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 255)
}
