import { decode, ExtensionCodec, encode } from '@msgpack/msgpack'

/**
 * MessagePack for WebSocket frames. Typed arrays survive as what they are (one extension type an element type), so that
 * pictures and series cross without being copied into lists. Numbers keep NaN and the infinities. Long lists of plain objects, such as
 * all runs, are an extension too, of JSON: a browser reads that ten times as fast before its code is warm.
 */
const typedArrays = [Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array] as const
type TypedArray = InstanceType<(typeof typedArrays)[number]>

const codec = new ExtensionCodec()
for (const [type, TypedArrayOf] of typedArrays.entries()) {
  codec.register({
    type,
    encode: (object) => {
      if (!(object instanceof TypedArrayOf)) return null
      const view = object as TypedArray
      return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    },
    decode: (bytes) => new TypedArrayOf(bytes.slice().buffer),
  })
}

/** Objects from which on a list is worth a text of its own. */
const longList = 32
/** Where a number stands that JSON has not, and which it is. */
type Special = [path: string[], number: 'NaN' | 'Infinity' | '-Infinity' | '-0']

codec.register({
  type: typedArrays.length,
  encode: (object) => {
    if (!Array.isArray(object) || object.length < longList || !isPlain(object[0])) return null
    const specials: Special[] = []
    return findSpecials(object, [], specials) ? encode(JSON.stringify([object, specials])) : null
  },
  decode: (bytes) => {
    const [list, specials] = JSON.parse(decode(bytes) as string) as [unknown[], Special[]]
    for (const [path, number] of specials) {
      const last = path.pop()!
      ownPart(list, path)[last] = Number(number)
    }
    return list
  },
})
type Tree = Record<string, unknown>

/** What stands at a path: what a peer names must not lead out of its own message. */
function ownPart(tree: unknown, path: readonly string[]): Tree {
  return path.reduce((part, key) => {
    if (!Object.hasOwn(part, key)) throw new Error(`no "${key}" in the list`)
    return part[key] as Tree
  }, tree as Tree)
}

const isPlain = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/**
 * Notes the numbers in `value` that JSON has not.
 *
 * @param path where `value` stands; the same when this returns
 * @returns whether it is JSON but for them
 */
function findSpecials(value: unknown, path: string[], found: Special[]): boolean {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) found.push([[...path], String(value) as Special[1]])
    else if (value === 0 && Object.is(value, -0)) found.push([[...path], '-0'])
    return true
  }
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  if (!Array.isArray(value) && !isPlain(value)) return false
  for (const key of Object.keys(value)) {
    path.push(key)
    if (!findSpecials((value as Tree)[key], path, found)) return false
    path.pop()
  }
  return true
}

export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  return encode(message, { extensionCodec: codec, ignoreUndefined: true })
}

/** @throws RangeError or Error when the bytes are not a message */
export function decodeMessage(bytes: Uint8Array): unknown {
  return decode(bytes, { extensionCodec: codec })
}
