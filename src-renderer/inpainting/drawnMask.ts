/**
 * A mask as a word of an address, so that a link shows what was drawn: a bit a pixel, in base64 for URLs. `size` pixels a side are told by
 * the length.
 */
export function packMask(mask: Uint8Array): string {
  const bytes = new Uint8Array(Math.ceil(mask.length / 8))
  for (const [i, pixel] of mask.entries()) if (pixel === 1) bytes[i >> 3]! |= 0x80 >> (i & 7)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** @returns undefined for what is no mask of size×size */
export function unpackMask(word: string, size: number): Uint8Array | undefined {
  try {
    const bytes = atob(word.replaceAll('-', '+').replaceAll('_', '/'))
    const mask = new Uint8Array(size * size)
    if (bytes.length !== Math.ceil(mask.length / 8)) return undefined
    for (let i = 0; i < mask.length; i++) mask[i] = (bytes.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1
    return mask
  } catch {
    return undefined
  }
}
