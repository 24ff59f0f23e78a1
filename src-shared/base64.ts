const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * Bytes as base64 (RFC 4648, section 4), with padding.
 *
 * @param bytes [length]
 * @returns 4·⌈length / 3⌉ characters
 */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(i, i + 3) as unknown as [number, number?, number?]
    const group = (a << 16) | (b << 8) | c
    const left = bytes.length - i
    parts.push(
      digits[group >> 18]! +
        digits[(group >> 12) & 63]! +
        (left > 1 ? digits[(group >> 6) & 63]! : '=') +
        (left > 2 ? digits[group & 63]! : '='),
    )
  }
  return parts.join('')
}

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
  if (!/^[\w-]*$/.test(word)) return undefined
  const bytes = new Uint8Array(Math.floor((word.length * 3) / 4))
  let at = 0
  let bits = 0
  let held = 0
  for (const character of word.replaceAll('-', '+').replaceAll('_', '/')) {
    held = ((held << 6) | digits.indexOf(character)) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = held >> bits
    }
  }
  return bytes
}
