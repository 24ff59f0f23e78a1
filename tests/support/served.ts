import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { lacuna, type ServedLacuna, serveLacuna, temporaryFolder } from './lacuna.ts'

/** A workbench that is served, for a browser to open, and the folder it is in. */
export interface Served extends ServedLacuna {
  readonly folder: string
}

/** What a run on the waves is started with: seconds, not minutes. */
const brief = ['--dataset', 'waves', '--steps', '5', '--set', 'imageSize=16', '--set', 'batchSize=8'] as const

/**
 * Eighty coloured waves of 16×16 as the data set `waves`, and a brief run on them for each name; then the workbench is served. Closing it
 * removes the folder.
 */
export async function serveWaves(...runs: readonly string[]): Promise<Served> {
  const folder = temporaryFolder()
  const pictures = join(folder.path, 'waves')
  mkdirSync(pictures)
  for (let i = 0; i < 80; i++) {
    const data = Uint8Array.from(
      { length: 16 * 16 * 3 },
      (_, k) => 128 + 100 * Math.sin((k % 48) / (6 + (i % 5)) + Math.floor(k / 48) / 4 + i),
    )
    writeFileSync(join(pictures, `${i}.png`), encode({ width: 16, height: 16, channels: 3, data }))
  }
  const commands = [
    ['datasets', 'add', 'waves', '--kind', 'folder', '--path', 'waves'],
    ...runs.map((name) => ['train', ...brief, '--name', name]),
  ]
  for (const command of commands) {
    const { status, stderr } = await lacuna(command, folder.path)
    if (status !== 0) throw new Error(`lacuna ${command.join(' ')}: ${stderr}`)
  }
  const { url, close } = await serveLacuna(folder.path)
  return { url, folder: folder.path, close: () => close().then(folder.remove) }
}
