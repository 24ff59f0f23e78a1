import { mkdir, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunConfig } from '../src-shared/config.ts'
import { fixedMasks } from '../src-shared/masks/fixed.ts'
import { slidesMasks } from '../src-shared/masks/registry.ts'
import { isOutsideTraining } from '../src-shared/masks/training.ts'
import { type PanelFile, samplesFileName } from '../src-shared/samples.ts'
import { type Checkpoint, saveCheckpoint, writeAtomically } from './checkpoint.ts'

/** Where a training writes: `DATA/runs/<id>/{checkpoints,samples}`. Every file is there whole or not at all. */
export interface RunFiles {
  writePanel(config: RunConfig, pictures: Uint8Array, count: number, channels: number): Promise<void>
  writeSamples(step: number, filled: Uint8Array): Promise<void>
  /** @returns the checkpoint's path relative to the run's folder, its size and its hash */
  writeCheckpoint(kind: 'last' | 'best', checkpoint: Checkpoint): Promise<{ path: string; bytes: number; sha256: string }>
  /** Deletes every checkpoint of that kind but the one at `step`: call once its successor is acknowledged. */
  keepOnly(kind: 'last' | 'best', step: number): Promise<void>
}

const checkpointName = (kind: string, step: number) => `${kind}-${String(step).padStart(8, '0')}.safetensors`

export async function openRunFiles(folder: string): Promise<RunFiles> {
  const checkpoints = join(folder, 'checkpoints')
  const samples = join(folder, 'samples')
  await mkdir(checkpoints, { recursive: true })
  await mkdir(samples, { recursive: true })
  return {
    async writePanel(config, pictures, count, channels) {
      const size = config.imageSize
      const masks = slidesMasks.map((spec) => fixedMasks(spec, size, 0, count))
      const panel: PanelFile = {
        size,
        channels,
        count,
        masks: slidesMasks.map((spec) => ({ spec, outsideTraining: isOutsideTraining(spec, config.mask) })),
      }
      await writeAtomically(
        join(samples, 'panel.u8'),
        Buffer.concat([pictures.subarray(0, count * size * size * channels), ...masks]),
      )
      await writeAtomically(join(samples, 'panel.json'), Buffer.from(JSON.stringify(panel)))
    },
    writeSamples: (step, filled) => writeAtomically(join(samples, samplesFileName(step)), filled),
    async writeCheckpoint(kind, checkpoint) {
      const name = checkpointName(kind, checkpoint.step)
      const written = await saveCheckpoint(join(checkpoints, name), checkpoint)
      return { path: `checkpoints/${name}`, ...written }
    },
    async keepOnly(kind, step) {
      for (const name of await readdir(checkpoints)) {
        if (name.startsWith(`${kind}-`) && name !== checkpointName(kind, step))
          await unlink(join(checkpoints, name)).catch(() => {})
      }
    },
  }
}
