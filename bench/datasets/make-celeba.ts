import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { renderFace } from '../../src-main/core/datasets/kinds/synthetic-faces/render.ts'

/** CelebA's aligned pictures. */
const WIDTH = 178
const HEIGHT = 218
/** About its 7 kB a file. */
const QUALITY = 88
/** Painting one takes long: files repeat them, each with a comment of its own. */
const DIFFERENT = 96

interface Encoder {
  encode(data: Uint8Array, width: number, height: number, options: Record<string, unknown>): Uint8Array
}

async function openEncoder(): Promise<Encoder> {
  const specifier = '@jsquash/jpeg/codec/enc/mozjpeg_enc.js'
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')
  const module = await WebAssembly.compile(new Uint8Array(readFileSync(wasm)))
  const { default: create } = (await import(specifier)) as { default: (options: unknown) => Promise<Encoder> }
  return create({
    noInitialRun: true,
    instantiateWasm(imports: Record<string, Record<string, unknown>>, done: (instance: WebAssembly.Instance) => void) {
      WebAssembly.instantiate(module, imports).then(done)
      return {}
    },
  })
}

/** Plain JPEG files, 4:2:0 and not progressive, as CelebA's are. */
export async function encodeFaces(count: number): Promise<Uint8Array[]> {
  const encoder = await openEncoder()
  const options = {
    ...{ quality: QUALITY, baseline: true, arithmetic: false, progressive: false, optimize_coding: true, smoothing: 0 },
    ...{ color_space: 3, quant_table: 0, trellis_multipass: false, trellis_opt_zero: false, trellis_opt_table: false },
    ...{ trellis_loops: 1, auto_subsample: false, chroma_subsample: 2, separate_chroma_quality: false, chroma_quality: QUALITY },
  }
  return Array.from({ length: count }, (_, i) => {
    const square = new Uint8Array(HEIGHT * HEIGHT * 3)
    renderFace(1, i, HEIGHT, square)
    const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255)
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const from = (y * HEIGHT + x + ((HEIGHT - WIDTH) >> 1)) * 3
        rgba.set(square.subarray(from, from + 3), (y * WIDTH + x) * 4)
      }
    }
    return encoder.encode(rgba, WIDTH, HEIGHT, options).slice()
  })
}

/** A JPEG file with a comment behind its first marker, so that no two files are the same. */
function withComment(jpeg: Uint8Array, text: string): Uint8Array {
  const comment = Buffer.from(text)
  const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), marker, comment, jpeg.subarray(2)])
}

/** The ten kinds of broken pictures, by what is said of them. */
export const BROKEN: readonly (readonly [what: RegExp, make: (jpeg: Uint8Array) => Uint8Array])[] = [
  [/an empty file/, () => new Uint8Array(0)],
  [/truncated: its picture data end early/, (jpeg) => jpeg.slice(0, jpeg.length >> 1)],
  [/truncated: it ends before its first scan/, (jpeg) => jpeg.slice(0, 200)],
  [/not a picture/, () => Buffer.from('<html>404</html>')],
  [/not a picture/, (jpeg) => new Uint8Array(jpeg.length)],
  [/declares 60000×60000 pixels/, () => pngHeader(60_000, 60_000)],
  [/declares 65535×65535 pixels/, (jpeg) => withSize(jpeg, 65_535, 65_535)],
  [/truncated: its end is missing/, () => pngHeader(178, 218)],
  [/damaged: its picture data hold no valid code/, withoutCodes],
  [/damaged: a table that it uses is missing/, withoutTables],
]

function pngHeader(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(33)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  bytes.set([8, 2, 0, 0, 0], 24)
  return bytes
}

/** Where a marker's segment begins. */
function segment(jpeg: Uint8Array, marker: number): number {
  for (let at = 2; ; at += 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!)) if (jpeg[at + 1] === marker) return at
}

function withSize(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const bytes = Buffer.from(jpeg)
  const frame = segment(bytes, 0xc0)
  bytes.writeUInt16BE(height, frame + 5)
  bytes.writeUInt16BE(width, frame + 7)
  return bytes
}

/** Its second half all ones, which no Huffman code is. */
function withoutCodes(jpeg: Uint8Array): Uint8Array {
  const half = jpeg.length >> 1
  return jpeg.map((byte, i) => (i < half || i >= jpeg.length - 2 ? byte : (i - half) % 2 === 0 ? 0xff : 0))
}

/** Its Huffman tables turned into comments. */
function withoutTables(jpeg: Uint8Array): Uint8Array {
  const bytes = Buffer.from(jpeg)
  for (let at = 2; bytes[at + 1] !== 0xda; at += 2 + bytes.readUInt16BE(at + 2)) if (bytes[at + 1] === 0xc4) bytes[at + 1] = 0xfe
  return bytes
}

/**
 * Writes a folder like CelebA's: `img_align_celeba/000001.jpg` and so on, and `list_eval_partition.txt`.
 *
 * @param broken how many of the pictures are broken, in ten ways, evenly spread
 * @returns the broken ones' names and what must be said of them
 */
export async function makeCelebA(folder: string, count: number, broken: number): Promise<Map<string, RegExp>> {
  const faces = await encodeFaces(Math.min(DIFFERENT, count))
  const pictures = join(folder, 'img_align_celeba')
  mkdirSync(pictures, { recursive: true })
  const expected = new Map<string, RegExp>()
  const every = broken > 0 ? Math.floor(count / broken) : Infinity
  const lines: string[] = []
  for (let i = 0; i < count; i++) {
    const name = `${String(i + 1).padStart(6, '0')}.jpg`
    const jpeg = withComment(faces[i % faces.length]!, name)
    const [what, make] = BROKEN[Math.floor(i / every) % BROKEN.length] ?? BROKEN[0]!
    const isBroken = i % every === 0 && expected.size < broken
    if (isBroken) expected.set(name, what)
    writeFileSync(join(pictures, name), isBroken ? make(jpeg) : jpeg)
    // CelebA's own proportions.
    lines.push(`${name} ${i < 0.8034 * count ? 0 : i < 0.9015 * count ? 1 : 2}`)
  }
  writeFileSync(join(folder, 'list_eval_partition.txt'), `${lines.join('\n')}\n`)
  return expected
}
