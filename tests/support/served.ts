import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { lacuna, startLacuna, temporaryFolder, until } from './lacuna.ts'

/** A workbench that is served, for a browser to open. */
export interface Served {
  /** With its token; a view's path follows as `#/runs`. */
  readonly url: string
  /** Where its database and files are. */
  readonly folder: string
  close(): Promise<void>
}

/** Serves the workbench of a folder; `close` removes the folder too. */
export async function serve({ path, remove }: { path: string; remove(): void } = temporaryFolder()): Promise<Served> {
  const server = startLacuna(['serve', '--no-open'], path)
  let printed = ''
  server.stdout!.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const url = await until('the address', () => /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)?.[0])
  return {
    url,
    folder: path,
    async close() {
      server.kill('SIGINT')
      await new Promise((resolve) => server.once('close', resolve))
      remove()
    },
  }
}

/** What a run on the waves is started with: seconds, not minutes. */
export const brief = ['--dataset', 'waves', '--steps', '5', '--set', 'imageSize=16', '--set', 'batchSize=8'] as const

/** Eighty coloured waves of 16×16 as the data set `waves`, and a brief run on them for each name; then the workbench is served. */
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
  return serve(folder)
}
