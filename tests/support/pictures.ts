import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { lacuna } from './lacuna.ts'

/** A data set "waves" of 80 colour pictures, 16×16, added from a folder of PNGs: nothing is quicker to train on. */
export async function addWaves(folder: string): Promise<void> {
  const pictures = join(folder, 'waves')
  mkdirSync(pictures)
  for (let i = 0; i < 80; i++) {
    const data = Uint8Array.from(
      { length: 16 * 16 * 3 },
      (_, k) => 128 + 100 * Math.sin((k % 48) / (6 + (i % 5)) + Math.floor(k / 48) / 4 + i),
    )
    writeFileSync(join(pictures, `${i}.png`), encode({ width: 16, height: 16, channels: 3, data }))
  }
  const added = await lacuna(['datasets', 'add', 'waves', '--kind', 'folder', '--path', 'waves'], folder)
  if (added.status !== 0) throw new Error(added.stderr)
}

/** For `lacuna train`: the data set, at its size. */
export const onWaves = ['--dataset', 'waves', '--set', 'imageSize=16', '--set', 'batchSize=8']
