#!/usr/bin/env node
// Plain JavaScript for any Node: finds a Node that can run the program (24 or newer), re-executes on it, or says what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const oldest = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'src-main/cli/main.ts')
const entry = existsSync(source) ? source : join(root, 'dist/src-main/cli/main.js')
const major = (version) => Number(version.replace(/^v/, '').split('.')[0])

/** The Node that came with the package, by its platform's own package; then the PATH's. */
function candidates() {
  const require = createRequire(import.meta.url)
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const found = []
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    try {
      const manifest = require.resolve(`${name}/package.json`)
      found.push(join(dirname(manifest), require(manifest).bin.node))
    } catch {
      // Not for this platform.
    }
  }
  return [...found, 'node']
}

if (major(process.version) >= oldest) {
  await import(pathToFileURL(entry).href)
} else {
  const node = candidates().find((candidate) => {
    const { status, stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' })
    return status === 0 && major(stdout.trim()) >= oldest
  })
  if (!node) {
    process.stderr.write(
      `lacuna: needs Node ${oldest} or newer, found ${process.version}: install it from https://nodejs.org or with your package manager\n`,
    )
    process.exit(1)
  }
  // Ctrl-C reaches the child by itself; this process waits for what it makes of it.
  process.on('SIGINT', () => {})
  const { status, signal } = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 1))
}
