import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** What the module exports that is used here; every argument and result is a 32-bit number (an address, a size, a code). */
type Exports = Record<
  | 'malloc'
  | 'free'
  | 'hb_blob_create'
  | 'hb_blob_destroy'
  | 'hb_blob_get_data'
  | 'hb_blob_get_length'
  | 'hb_face_create'
  | 'hb_face_destroy'
  | 'hb_face_reference_blob'
  | 'hb_set_add'
  | 'hb_set_clear'
  | 'hb_set_invert'
  | 'hb_subset_input_create_or_fail'
  | 'hb_subset_input_destroy'
  | 'hb_subset_input_set'
  | 'hb_subset_input_set_flags'
  | 'hb_subset_input_unicode_set'
  | 'hb_subset_or_fail',
  (...args: number[]) => number
> & { memory: WebAssembly.Memory<false>; _initialize(): void }

/** Numbers of HarfBuzz' `hb_subset_flags_t`, `hb_subset_sets_t` and `hb_memory_mode_t`. */
const flags = { noHinting: 1, retainGlyphIds: 2, notdefOutline: 64 }
const sets = { dropTables: 3, names: 4, layoutFeatures: 6 }
const memoryModeDuplicate = 0
/** The family and style by which a renderer finds a weight other than regular and bold. */
const typographicNames = [16, 17]

export interface SubsetOptions {
  /** Characters to keep; all when left out. */
  readonly characters?: Iterable<string>
  /** Keeps every glyph's number, for documents that name glyphs by number. */
  readonly retainGlyphIds?: boolean
  readonly dropTables?: readonly string[]
}

let loaded: Promise<Exports> | undefined

/** HarfBuzz' subsetter, which harfbuzzjs ships beside its shaper without a wrapper of its own. */
function load(): Promise<Exports> {
  loaded ??= (async () => {
    const file = fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'))
    const module = await WebAssembly.compile(await readFile(file))
    const exports = (await WebAssembly.instantiate(module, {})).exports as unknown as Exports
    exports._initialize()
    return exports
  })()
  return loaded
}

const tag = (name: string) => [...name].reduce((code, letter) => (code << 8) | letter.charCodeAt(0), 0)

/**
 * A TrueType font with fewer characters and tables. Kerning stays; substitutions (ligatures, alternates) go, so that a character is
 * always the same glyph, whatever draws it.
 *
 * @param font a TrueType file's bytes
 */
export async function subsetFont(font: Uint8Array, options: SubsetOptions): Promise<Uint8Array> {
  const hb = await load()
  const bytes = () => new Uint8Array(hb.memory.buffer)
  const address = hb.malloc(font.length)
  bytes().set(font, address)
  const blob = hb.hb_blob_create(address, font.length, memoryModeDuplicate, 0, 0)
  hb.free(address)
  const face = hb.hb_face_create(blob, 0)
  hb.hb_blob_destroy(blob)
  const input = hb.hb_subset_input_create_or_fail()
  hb.hb_subset_input_set_flags(input, flags.noHinting | flags.notdefOutline | (options.retainGlyphIds ? flags.retainGlyphIds : 0))
  const unicodes = hb.hb_subset_input_unicode_set(input)
  if (options.characters) for (const character of options.characters) hb.hb_set_add(unicodes, character.codePointAt(0)!)
  else {
    hb.hb_set_clear(unicodes)
    hb.hb_set_invert(unicodes)
  }
  const dropped = hb.hb_subset_input_set(input, sets.dropTables)
  for (const table of ['GSUB', ...(options.dropTables ?? [])]) hb.hb_set_add(dropped, tag(table))
  const names = hb.hb_subset_input_set(input, sets.names)
  for (const name of typographicNames) hb.hb_set_add(names, name)
  const features = hb.hb_subset_input_set(input, sets.layoutFeatures)
  hb.hb_set_clear(features)
  hb.hb_set_add(features, tag('kern'))
  const subset = hb.hb_subset_or_fail(face, input)
  hb.hb_subset_input_destroy(input)
  hb.hb_face_destroy(face)
  if (subset === 0) throw new Error('HarfBuzz cannot read this font: expected a TrueType file')
  const result = hb.hb_face_reference_blob(subset)
  const start = hb.hb_blob_get_data(result, 0)
  const copy = bytes().slice(start, start + hb.hb_blob_get_length(result))
  hb.hb_blob_destroy(result)
  hb.hb_face_destroy(subset)
  return copy
}
