import { decode, ExtensionCodec, encode } from '@msgpack/msgpack'

/**
 * MessagePack for WebSocket frames. Typed arrays survive as what they are (one extension type an element type), so that
 * pictures and series cross without being copied into lists. Numbers keep NaN and the infinities.
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

export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  return encode(message, { extensionCodec: codec, ignoreUndefined: true })
}

/** @throws RangeError or Error when the bytes are not a message */
export function decodeMessage(bytes: Uint8Array): unknown {
  return decode(bytes, { extensionCodec: codec })
}
