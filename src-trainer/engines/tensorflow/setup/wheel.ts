import { join } from 'node:path'
import { setupParts } from '../installation.ts'
import { run } from './run.ts'

/** TensorFlow as PyPI has it: what to ask for, and what that means for the person who waits. */
export interface Wheel {
  readonly requirement: string
  readonly size: string
  /** Does it need the packages it names? The one for processors holds all that the binding needs. */
  readonly alone: boolean
}

/** Older ones keep their C interface elsewhere; a newer major version may change it. */
const versions = '>=2.16,<3'

export const wheels: Record<'processor' | 'card', Wheel> = {
  processor: { requirement: `tensorflow-cpu${versions}`, size: '270 MB to fetch, 1.3 GB on disk', alone: true },
  card: { requirement: `tensorflow[and-cuda]${versions}`, size: 'some 3 GB to fetch, 7 GB on disk', alone: false },
}

/** Where TensorFlow's headers and libraries are. */
export interface TensorFlowFiles {
  readonly version: string
  readonly folder: string
}

/** Takes TensorFlow from PyPI into a virtual environment of its own. */
export async function fetchTensorFlow(folder: string, { requirement, alone }: Wheel, python: string): Promise<TensorFlowFiles> {
  const { environment } = setupParts(folder)
  await run('make a virtual environment', python, ['-m', 'venv', environment])
  const inside = join(environment, 'bin', 'python')
  const options = [
    '--only-binary=:all:',
    '--no-compile',
    '--no-input',
    '--disable-pip-version-check',
    ...(alone ? ['--no-deps'] : []),
  ]
  await run(`install ${requirement} from PyPI`, inside, ['-m', 'pip', 'install', ...options, requirement])
  const ask =
    'import importlib.metadata as m, sysconfig; d = m.distribution("NAME"); print(d.version); print(sysconfig.get_path("platlib"))'
  const name = /^[\w-]+/.exec(requirement)![0]
  const [version, platlib] = (await run('find TensorFlow', inside, ['-c', ask.replace('NAME', name)], true)).trim().split('\n')
  return { version: version!, folder: join(platlib!, 'tensorflow') }
}
