import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/**
 * TensorFlow.js' Node packages, in the order in which they are looked for. Optional peers: who has one installed with a library that works
 * need not set anything up.
 */
export const nodePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const

/** What `setup.json` in the set-up folder says. */
const setupRecordSchema = z.strictObject({
  /** One of `nodePackages`, and its version. */
  package: z.enum(nodePackages),
  packageVersion: z.string(),
  /** What was taken from PyPI, such as "tensorflow-cpu". */
  wheel: z.string(),
  /** TensorFlow's version. */
  tensorflow: z.string(),
})
export type SetupRecord = z.infer<typeof setupRecordSchema>

/** A TensorFlow.js Node package and the library that binds it to TensorFlow. */
export interface Installation {
  /** One of `nodePackages`. */
  readonly name: string
  /** The package's folder. */
  readonly folder: string
  /** The Node addon, linked against TensorFlow. */
  readonly binding: string
}

/**
 * Where the setup puts TensorFlow: a folder of the person's own, not one beside each database, since it takes 1.3 GB and holds nothing of
 * theirs. A checkout and any number of installed packages share it. `LACUNA_TENSORFLOW` names another.
 */
export function setupFolder(): string {
  const data = process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share')
  return process.env.LACUNA_TENSORFLOW || join(data, 'lacuna', 'tensorflow')
}

/** The parts of a set-up folder. */
export const setupParts = (folder: string) => ({
  record: join(folder, 'setup.json'),
  environment: join(folder, 'venv'),
  modules: join(folder, 'node_modules'),
  binding: join(folder, 'tfjs_binding.node'),
})

/** What the setup left in a folder; undefined where it has not been, or not to its end. */
export function readSetup(folder = setupFolder()): SetupRecord | undefined {
  try {
    return setupRecordSchema.parse(JSON.parse(readFileSync(setupParts(folder).record, 'utf8')))
  } catch {
    return undefined
  }
}

function fromSetup(): Installation | undefined {
  const folder = setupFolder()
  const record = readSetup(folder)
  const { modules, binding } = setupParts(folder)
  return record && existsSync(binding) ? { name: record.package, folder: join(modules, record.package), binding } : undefined
}

/** A peer that npm installed, if its install script could get its library. */
function fromNpm(name: string): Installation | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
    const binding = globSync('lib/napi-v*/tfjs_binding.node', { cwd: folder }).sort().at(-1)
    return binding ? { name, folder, binding: join(folder, binding) } : undefined
  } catch {
    return undefined
  }
}

/** The TensorFlow to use: what the setup made before what npm installed, since it is the newer. */
export function findInstallation(): Installation | undefined {
  return fromSetup() ?? nodePackages.map(fromNpm).find((found) => found !== undefined)
}
