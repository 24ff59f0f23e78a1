import { createHash } from 'node:crypto'
import type { RunConfig } from '../../../src-shared/config.ts'

/** Crockford's base 32: no i, l, o or u, so that an id can be read aloud and never spells `latest`. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const idLength = 10

/**
 * A run's id: 10 printable characters, 50 random bits.
 *
 * @param randomBytes answers so many random bytes, such as `crypto.randomBytes`
 */
export function newRunId(randomBytes: (size: number) => Uint8Array): string {
  // 256 is a multiple of 32: every character is equally likely.
  return Array.from(randomBytes(idLength), (byte) => alphabet[byte % 32]).join('')
}

/** JSON with every object's keys in order, so that equal configurations give equal text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`
}

/** The first 12 hexadecimal digits of the SHA-256 of a configuration's canonical JSON: the same experiment, the same hash. */
export function configHash(config: RunConfig): string {
  return createHash('sha256').update(canonicalJson(config)).digest('hex').slice(0, 12)
}
