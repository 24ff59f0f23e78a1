import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { lacuna } from './lacuna.ts'

/** A data set "waves" of 80 colour pictures, size × size, added from a folder of PNGs: nothing is quicker to train on. */
export async function addWaves(folder: string, size = 16): Promise<void> {
  const pictures = join(folder, 'waves')
  mkdirSync(pictures)
  for (let i = 0; i < 80; i++) {
    const data = Uint8Array.from(
      { length: size * size * 3 },
      (_, k) => 128 + 100 * Math.sin((k % (3 * size)) / (6 + (i % 5)) + Math.floor(k / (3 * size)) / 4 + i),
    )
    writeFileSync(join(pictures, `${i}.png`), encode({ width: size, height: size, channels: 3, data }))
  }
  const added = await lacuna(['datasets', 'add', 'waves', '--kind', 'folder', '--path', 'waves'], folder)
  if (added.status !== 0) throw new Error(added.stderr)
}

/** For `lacuna train`: the data set, at its size. */
export const onWaves = ['--dataset', 'waves', '--set', 'imageSize=16', '--set', 'batchSize=8']
