import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programRoot } from './program.ts'

/** Electron's binary where it is installed already; undefined where it still has to be downloaded. Starts no download. */
export function findElectron(): string | undefined {
  const folder = join(programRoot, 'node_modules', 'electron')
  try {
    const binary = join(
      process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'),
      readFileSync(join(folder, 'path.txt'), 'utf8'),
    )
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}
