import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

/**
 * Compiles the AssemblyScript kernels, each folder `kernels/` to `kernels.wasm` beside it, or leaves what is newer than all its
 * sources. `--force` compiles anyway.
 *
 * The modules must hold no data and no allocator of their own: JavaScript owns the memory.
 */
const root = fileURLToPath(new URL('..', import.meta.url))

const COMMON = ['--runtime', 'stub', '--importMemory', '--noExportMemory', '-O3', '--noAssert']

const modules = [
  {
    folder: 'src-trainer/engines/simd',
    // Every thread instantiates the same module over the same memory.
    flags: ['--enable', 'simd,relaxed-simd,threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  },
  {
    folder: 'src-trainer/baselines/gaussian',
    flags: ['--enable', 'simd,relaxed-simd,threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  },
  { folder: 'src-main/core/datasets/decode/jpeg', flags: ['--enable', 'simd'] },
]

function isUpToDate(sources: string, target: string): boolean {
  const built = statSync(target, { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return false
  const inputs = [fileURLToPath(import.meta.url), ...readdirSync(sources).map((name) => join(sources, name))]
  return inputs.every((path) => statSync(path).mtimeMs <= built)
}

async function build(sources: string, target: string, flags: readonly string[]): Promise<void> {
  // Built aside and renamed: another process may be loading the old one.
  const folder = mkdtempSync(`${target}-`)
  try {
    const output = relative(root, join(folder, 'kernels.wasm'))
    const entry = relative(root, join(sources, 'index.ts'))
    const { error, stderr } = await asc.main([entry, '--baseDir', root, '--outFile', output, ...COMMON, ...flags])
    if (error) throw new Error(`${entry} does not compile: ${error.message}\n${stderr.toString()}`)
    renameSync(join(root, output), target)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

for (const { folder, flags } of modules) {
  const [sources, target] = [join(root, folder, 'kernels'), join(root, folder, 'kernels.wasm')]
  if (process.argv.includes('--force') || !isUpToDate(sources, target)) await build(sources, target, flags)
}
