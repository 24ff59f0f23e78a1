import { lacuna, type ServedLacuna, serveLacuna, temporaryFolder } from './lacuna.ts'
import { addWaves, onWaves } from './pictures.ts'

/** A workbench that is served, for a browser to open, and the folder it is in. */
export interface Served extends ServedLacuna {
  readonly folder: string
}

/** Serves the data set `waves` with a brief run on it for each name. Closing it removes the folder. */
export async function serveWaves(...runs: readonly string[]): Promise<Served> {
  const folder = temporaryFolder()
  await addWaves(folder.path)
  for (const name of runs) {
    const { status, stderr } = await lacuna(['train', ...onWaves, '--steps', '5', '--name', name], folder.path)
    if (status !== 0) throw new Error(`the run ${name}: ${stderr}`)
  }
  const { url, close } = await serveLacuna(folder.path)
  return { url, folder: folder.path, close: () => close().then(folder.remove) }
}
