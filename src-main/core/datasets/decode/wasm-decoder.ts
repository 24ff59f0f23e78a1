import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { messageOf } from '../../../../src-shared/errors.ts'
import { PictureError } from './picture-format.ts'

/** RGBA, [height, width, 4]. */
export interface WasmPicture {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

interface Decoder {
  /** `more` is the JPEG one's `preserveOrientation`: false leaves the pixels as they are stored. */
  decode(bytes: Uint8Array, ...more: boolean[]): WasmPicture | null
}

interface DecoderOptions {
  readonly noInitialRun: boolean
  print(text: string): void
  printErr(text: string): void
  instantiateWasm(imports: Record<string, Record<string, unknown>>, done: (instance: WebAssembly.Instance) => void): unknown
}

interface DecoderModule {
  readonly create: () => Promise<{ default: unknown }>
  readonly wasm: string
  readonly more: readonly boolean[]
}

/** Where the packages keep their decoders. Their own front doors fetch the module by URL, which Node does not do for files. */
const modules = {
  jpeg: {
    create: () => import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js'),
    wasm: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
    more: [false],
  },
  webp: {
    create: () => import('@jsquash/webp/codec/dec/webp_dec.js'),
    wasm: '@jsquash/webp/codec/dec/webp_dec.wasm',
    more: [],
  },
} as const satisfies Record<string, DecoderModule>

async function openDecoder({ create, wasm }: DecoderModule): Promise<Decoder> {
  const bytes = new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(wasm)))
  const module = await WebAssembly.compile(bytes)
  const factory = (await create()).default as (options: DecoderOptions) => Promise<Decoder>
  const { promise: failed, reject } = Promise.withResolvers<never>()
  const ready = factory({
    noInitialRun: true,
    print() {},
    printErr() {},
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(module, imports).then(done).catch(reject)
      return {} // it comes later
    },
  })
  return Promise.race([ready, failed])
}

/**
 * Decodes with libraries compiled to WebAssembly: mozjpeg and libwebp. They are in memory only where they were needed.
 *
 * @throws PictureError
 */
export function wasmDecoder(format: keyof typeof modules): (bytes: Uint8Array) => Promise<WasmPicture> {
  let decoder: Promise<Decoder> | undefined
  return async (bytes) => {
    let picture: WasmPicture | null
    try {
      decoder ??= openDecoder(modules[format])
      picture = (await decoder).decode(bytes, ...modules[format].more)
    } catch (error) {
      decoder = undefined // once aborted it is of no use
      throw new PictureError(`damaged: its picture data cannot be read (${messageOf(error)})`)
    }
    if (picture) return picture
    throw new PictureError('damaged or truncated: its picture data cannot be read')
  }
}
