import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { SamplePanel } from '../../src-shared/runs.ts'
import { panelFileSchema, samplesFileName } from '../../src-shared/samples.ts'

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The fixed sample panel; null before a run's first validation. */
export async function readPanel(runFolder: string): Promise<SamplePanel | null> {
  try {
    const panel = panelFileSchema.parse(JSON.parse(await readFile(join(runFolder, 'samples', 'panel.json'), 'utf8')))
    const bytes = new Uint8Array(await readFile(join(runFolder, 'samples', 'panel.u8')))
    const originals = panel.count * panel.size ** 2 * panel.channels
    return { ...panel, originals: bytes.slice(0, originals), maskData: bytes.slice(originals) }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** @throws WorkbenchError `no-samples` */
export async function readSamples(runFolder: string, step: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(runFolder, 'samples', samplesFileName(step))))
  } catch (error) {
    if (isMissing(error))
      throw new WorkbenchError(
        'no-samples',
        `no sample pictures were logged at step ${step}; choose one of the run's sample steps`,
      )
    throw error
  }
}

/** Bytes that a run's files take. */
export async function runFolderBytes(runFolder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(runFolder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size
  }
  return bytes
}

/** Deletes a run's files. @returns bytes freed */
export async function deleteRunFolder(runFolder: string): Promise<number> {
  const freed = await runFolderBytes(runFolder)
  await rm(runFolder, { recursive: true, force: true })
  return freed
}
