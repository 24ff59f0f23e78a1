/**
 * Bytes as base64 (RFC 4648, section 4), with padding.
 *
 * @param bytes [length]
 * @returns 4·⌈length / 3⌉ characters
 */
export const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

/**
 * Bytes as a word of an address: base64 for URLs (RFC 4648, section 5), without padding.
 *
 * @param bytes [length]
 * @returns ⌈4·length / 3⌉ characters
 */
export const toWord = (bytes: Uint8Array) => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

/**
 * The inverse of `toWord`.
 *
 * @returns [⌊3·characters / 4⌋]; undefined for what is no such word, plain base64 with its + and / among it
 */
export function fromWord(word: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(word) || word.length % 4 === 1) return undefined
  return Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}
