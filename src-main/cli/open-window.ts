import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findElectron } from '../core/electron-binary.ts'
import { programRoot } from '../core/program.ts'
import { type GlobalOptions, userPath } from './context.ts'

/** Electron's binary is about 110 MB; where its host cannot be reached this is soon known. */
const downloadTimeoutMs = 180_000

/**
 * Opens the Electron window and waits until it is closed.
 *
 * @returns the exit status; undefined, after one line saying why, where there is no Electron to open
 */
export async function openWindow(options: GlobalOptions): Promise<number | undefined> {
  const instead = 'serving to the browser instead'
  const installer = join(programRoot, 'node_modules', 'electron', 'install.js')
  if (!existsSync(installer)) {
    process.stderr.write(`no Electron in this installation: ${instead}\n`)
    return undefined
  }
  if (!canShowWindows()) {
    process.stderr.write(`no display to open a window on: ${instead}\n`)
    return undefined
  }
  let binary = findElectron()
  if (!binary) {
    process.stderr.write('getting Electron (about 110 MB, once) …\n')
    spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: downloadTimeoutMs })
    binary = findElectron()
  }
  if (!binary) {
    process.stderr.write(`Electron’s binary could not be downloaded: ${instead}\n`)
    return undefined
  }
  const args = [
    programRoot,
    `--db=${userPath(options.db ?? 'experiments.db')}`,
    ...(options.data ? [`--data=${userPath(options.data)}`] : []),
  ]
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const window = spawn(binary, args, { stdio: 'inherit', env })
  // Ctrl-C reaches the window by itself; it pauses trainings before it ends, and this waits for it.
  process.on('SIGINT', () => {})
  return new Promise((resolve) => window.once('exit', (code) => resolve(code ?? 1)))
}

function canShowWindows(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
