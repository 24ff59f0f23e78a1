import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setupParts } from '../installation.ts'
import { run } from './run.ts'

/** The version of TensorFlow.js' Node packages: that of our `@tensorflow/tfjs-core`. */
export const packageVersion = '4.22.0'

/** What the Node package is compiled with, and what its backend loads; of its other dependencies nothing is used. */
const companions = { 'google-protobuf': '3.21.4', 'node-api-headers': '1.9.0' }

/**
 * Takes npm packages into the folder, unpacked and no more: the Node package's install script would fetch TensorFlow 2.9, and its
 * dependencies are 300 MB of which its backend needs one.
 *
 * @param python to unpack with: there is one, where tar may be missing
 */
export async function fetchPackages(folder: string, name: string, python: string): Promise<void> {
  const archives = join(folder, 'archives')
  mkdirSync(archives)
  for (const [each, version] of Object.entries({ [name]: packageVersion, ...companions })) {
    const pack = ['pack', `${each}@${version}`, '--ignore-scripts', '--loglevel=error', `--pack-destination=${archives}`]
    const printed = await run(`fetch ${each} from npm`, 'npm', pack, true)
    const archive = join(archives, printed.trim().split('\n').at(-1)!)
    await run(`unpack ${archive}`, python, ['-m', 'tarfile', '-e', archive, archives])
    const target = join(setupParts(folder).modules, each)
    mkdirSync(dirname(target), { recursive: true })
    renameSync(join(archives, 'package'), target) // every archive of npm's holds this one folder
  }
  rmSync(archives, { recursive: true })
}
