import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { findInstallation, type nodePackages, readSetup, type SetupRecord, setupFolder, setupParts } from '../installation.ts'
import { check, keepProof, probe, proofFile } from '../probe.ts'
import { compileBinding } from './compile.ts'
import { fetchPackages, packageVersion } from './packages.ts'
import { findRequirements } from './requirements.ts'
import { fetchTensorFlow, type Wheel, wheels } from './wheel.ts'

type NodePackage = (typeof nodePackages)[number]

/** Everything is made in a folder beside its place, named after this process, and moved there when it works. */
const partial = () => `${setupFolder()}.partial-${process.pid}`

/**
 * Sets TensorFlow up, unless it is: npm's package, PyPI's TensorFlow, the binding between them compiled here, a training step to prove it.
 *
 * @param say prints a line of progress
 * @returns the device it computes on
 * @throws WorkbenchError `setup`, with what is missing or went wrong
 */
export async function setUp(say: (line: string) => void): Promise<string> {
  const { python, compiler, cards } = findRequirements()
  const wheel = cards.length > 0 ? wheels.card : wheels.processor
  const name: NodePackage = cards.length > 0 ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node'
  if (isSetUp(name, wheel)) {
    const found = await probe()
    if (found.available) return found.device
    say(`TensorFlow is set up but does not work (${found.reason}): once more`)
  }
  sweepPartial()
  const folder = partial()
  mkdirSync(folder, { recursive: true })
  try {
    const device = await build(folder, { python, compiler, name, wheel, say })
    rmSync(setupFolder(), { recursive: true, force: true })
    renameSync(folder, setupFolder())
    keepProof(findInstallation()!, device)
    return device
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Build {
  readonly python: string
  readonly compiler: string
  readonly name: NodePackage
  readonly wheel: Wheel
  readonly say: (line: string) => void
}

async function build(folder: string, { python, compiler, name, wheel, say }: Build): Promise<string> {
  say(`1/4  ${name} ${packageVersion} from npm`)
  await fetchPackages(folder, name, python)
  say(`2/4  ${wheel.requirement} from PyPI (${wheel.size})`)
  const tensorflow = await fetchTensorFlow(folder, wheel, python)
  say(`3/4  the binding to TensorFlow ${tensorflow.version}, with ${compiler}`)
  await compileBinding(folder, name, tensorflow, compiler)
  const record: SetupRecord = { package: name, packageVersion, wheel: wheel.requirement, tensorflow: tensorflow.version }
  writeFileSync(setupParts(folder).record, `${JSON.stringify(record, null, 2)}\n`)
  say('4/4  a training step')
  return check(folder)
}

function isSetUp(name: NodePackage, { requirement }: Wheel): boolean {
  const record = readSetup()
  return record?.package === name && record.packageVersion === packageVersion && record.wheel === requirement
}

/** Takes away what the setup made. @returns false where there was nothing */
export function remove(): boolean {
  const wasThere = readSetup() !== undefined
  sweepPartial()
  rmSync(setupFolder(), { recursive: true, force: true })
  rmSync(proofFile(), { force: true })
  return wasThere
}

/** What setups left that were ended before their end. */
function sweepPartial(): void {
  const parent = dirname(setupFolder())
  const prefix = `${basename(setupFolder())}.partial-`
  let names: string[] = []
  try {
    names = readdirSync(parent).filter((name) => name.startsWith(prefix))
  } catch {
    // Nothing was ever set up.
  }
  for (const name of names) if (!isAlive(Number(name.slice(prefix.length)))) rmSync(join(parent, name), { recursive: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
