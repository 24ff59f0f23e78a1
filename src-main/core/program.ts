import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WorkbenchError } from '../../src-shared/errors.ts'

/** The oldest Node that strips types and that better-sqlite3's prebuilt library is made for. */
const oldestNode = 24

function findRoot(from: string): string {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'lacuna') return folder
    if (folder === dirname(folder)) throw new Error(`no package.json of lacuna above ${from}`)
  }
}

/** The package's own folder: a checkout, or an installed package. Found from whatever bundle or source this runs in. */
export const programRoot = findRoot(fileURLToPath(import.meta.url))

export const programVersion: string = JSON.parse(readFileSync(join(programRoot, 'package.json'), 'utf8')).version

/**
 * A script of ours that runs in a process or worker of its own: source in a checkout, compiled where the package is installed
 * (Node does not strip types inside node_modules).
 *
 * @param path of the source from the root, such as "src-trainer/training-child.ts"
 */
export function entryPath(path: string): string {
  const source = join(programRoot, path)
  return existsSync(source) ? source : join(programRoot, 'dist', path.replace(/\.ts$/, '.js'))
}

let nodeFound: string | undefined

/**
 * A plain Node binary for child processes: this process's own, or (inside Electron, whose memory cage forbids what TensorFlow.js'
 * bindings do) the one that was installed with the program, or the PATH's.
 *
 * @throws WorkbenchError `no-node`
 */
export function nodeBinary(): string {
  nodeFound ??= findNode()
  return nodeFound
}

function findNode(): string {
  if (!process.versions.electron) return process.execPath
  const resources = (process as { resourcesPath?: string }).resourcesPath
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const candidates = [...(resources ? [join(resources, name)] : []), join(programRoot, 'node_modules', '.bin', name), 'node']
  for (const candidate of candidates) {
    try {
      const version = execFileSync(candidate, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      if (Number(version.slice(1).split('.')[0]) >= oldestNode) return candidate
    } catch {
      // Not there, or not a Node: try the next.
    }
  }
  throw new WorkbenchError(
    'no-node',
    `no Node ${oldestNode} or newer found to train with: run npm ci in ${programRoot}, or put one on the PATH`,
  )
}
