import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

/**
 * Compiles the `simd` engine's AssemblyScript kernels to `kernels.wasm` beside the engine, or leaves it when it is newer than
 * every source. `--force` compiles anyway.
 *
 * The module must hold no data and no allocator of its own: JavaScript owns the heap, and every thread instantiates the same
 * module over the same memory.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const sources = join(root, 'src-trainer/engines/simd/kernels')
const target = join(root, 'src-trainer/engines/simd/kernels.wasm')

const FLAGS = [
  ['--enable', 'simd,relaxed-simd,threads'],
  ['--runtime', 'stub'],
  ['--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ['-O3', '--noAssert'],
].flat()

function isUpToDate(): boolean {
  const built = statSync(target, { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return false
  const inputs = [fileURLToPath(import.meta.url), ...readdirSync(sources).map((name) => join(sources, name))]
  return inputs.every((path) => statSync(path).mtimeMs <= built)
}

async function build(): Promise<void> {
  // Built aside and renamed: another process may be loading the old one.
  const folder = mkdtempSync(`${target}-`)
  try {
    const output = relative(root, join(folder, 'kernels.wasm'))
    const entry = relative(root, join(sources, 'index.ts'))
    const { error, stderr } = await asc.main([entry, '--baseDir', root, '--outFile', output, ...FLAGS])
    if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr.toString()}`)
    renameSync(join(root, output), target)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv.includes('--force') || !isUpToDate()) await build()
