import { spawnSync } from 'node:child_process'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import { graphicsCards } from '../nvidia.ts'

/** What the setup builds with. */
export interface Requirements {
  /** A Python that PyPI has TensorFlow for, with venv and pip. */
  readonly python: string
  readonly compiler: string
  /** NVIDIA's cards, by name. */
  readonly cards: readonly string[]
}

/** Pythons that TensorFlow's wheels are made for: minor versions of 3. */
const pythonMinors = [10, 11, 12, 13] as const
const pythons = ['python3', ...pythonMinors.toReversed().map((minor) => `python3.${minor}`)]
const range = `3.${pythonMinors[0]} to 3.${pythonMinors.at(-1)}`
const describePython = 'import sys, ensurepip, venv; print(sys.version_info[1])'

const output = (command: string, args: string[]) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return status === 0 ? stdout.trim() : undefined
}

function findPython(): string | undefined {
  return pythons.find((name) => pythonMinors.some((minor) => output(name, ['-c', describePython]) === String(minor)))
}

function missingPython(): string {
  const version = output('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])
  const isRight = pythonMinors.some((minor) => version === `3.${minor}`)
  if (isRight) return `Python ${version}’s venv module (Debian: apt install python3-venv)`
  return `Python ${range} (found ${version ?? 'none'}; Debian: apt install python3 python3-venv)`
}

function findCompiler(): string | undefined {
  const names = [process.env.CXX ?? '', 'c++', 'g++', 'clang++'].filter((name) => name !== '')
  return names.find((name) => output(name, ['--version']) !== undefined)
}

/** @throws WorkbenchError `setup`, naming everything that is missing */
export function findRequirements(): Requirements {
  if (process.platform !== 'linux')
    throw new WorkbenchError(
      'setup',
      `TensorFlow can be set up on Linux alone, this is ${process.platform}: use engine webgpu, or npm install @tensorflow/tfjs-node where it has a library`,
    )
  const [python, compiler] = [findPython(), findCompiler()]
  const npm = output('npm', ['--version'])
  if (python && compiler && npm) return { python, compiler, cards: graphicsCards() }
  const missing = [
    ...(python ? [] : [missingPython()]),
    ...(compiler ? [] : ['a C++ compiler (Debian: apt install g++)']),
    ...(npm ? [] : ['npm']),
  ]
  throw new WorkbenchError('setup', `TensorFlow cannot be set up: missing ${missing.join(' and ')}`)
}
