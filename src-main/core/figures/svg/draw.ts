import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { figureFonts, fontFile } from '../fonts/fonts.ts'

let ready: Promise<Uint8Array[]> | undefined

/** resvg in WebAssembly with our fonts: the same pixels on every machine, whatever is installed there. */
function load(): Promise<Uint8Array[]> {
  ready ??= (async () => {
    await initWasm(await readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))))
    return Promise.all(figureFonts.map(fontFile))
  })()
  return ready
}

async function withResvg<T>(svg: string, width: number | undefined, use: (drawing: InstanceType<typeof Resvg>) => T): Promise<T> {
  const fontBuffers = await load()
  const drawing = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter', monospaceFamily: 'JetBrains Mono' },
    // A photograph's pixels stay squares.
    imageRendering: 1,
    ...(width !== undefined && { fitTo: { mode: 'width', value: width } as const }),
  })
  try {
    return use(drawing)
  } finally {
    drawing.free()
  }
}

/** @returns a PNG of `width` pixels, transparent where nothing is drawn */
export function drawSvg(svg: string, width: number): Promise<Uint8Array> {
  return withResvg(svg, width, (drawing) => {
    const image = drawing.render()
    const png = image.asPng()
    image.free()
    return png
  })
}

/** The same picture with every glyph as a path, for programs that have no fonts of ours and load none from a file. */
export function outlineText(svg: string): Promise<string> {
  return withResvg(svg, undefined, (drawing) => drawing.toString())
}
