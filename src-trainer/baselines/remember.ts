/** Masks whose preparation is kept: those that every picture shares, and halves, of which there are four. */
const capacity = 4

/** `prepare`, remembered for the masks asked for last: its work depends on the mask alone and serves many pictures. */
export function rememberByMask<T>(prepare: (mask: Uint8Array) => T): (mask: Uint8Array) => T {
  const known = new Map<string, T>()
  return (mask) => {
    const key = Buffer.from(mask.buffer, mask.byteOffset, mask.length).toString('latin1')
    const found = known.has(key) ? known.get(key)! : prepare(mask)
    known.delete(key)
    known.set(key, found)
    for (const oldest of known.keys()) if (known.size > capacity) known.delete(oldest)
    return found
  }
}
