import { parseArgs } from 'node:util'
import { messageOf } from '../src-shared/errors.ts'

/** A script of its own, which can be run alone with the same options. */
interface Section {
  readonly script: string
  /** What it measures. */
  readonly about: string
}

/** All of them, in the order they run in. */
export const sections: Readonly<Record<string, Section>> = {
  training: { script: './training.ts', about: 'images a second of the training step, beside PyTorch' },
  views: { script: './views.ts', about: 'the window over a full database, beside TensorBoard' },
  pictures: { script: './live-pictures.ts', about: 'from a stroke or a slider to its picture' },
  million: { script: './million-steps.ts', about: 'the page of a run of a million steps' },
  evaluation: {
    script: './evaluation/table.ts',
    about: 'an evaluation’s table of 2,000 pictures, by method, beside scikit-image',
  },
}

const known = {
  quick: { type: 'boolean', about: 'fewer rounds, for a first impression' },
  json: { type: 'boolean', about: 'one line of JSON a section in place of its table' },
  python: { type: 'string', value: 'PATH', about: 'a Python that has the peers (default: LACUNA_PYTHON)' },
  batch: { type: 'string', value: 'N', about: 'of training, this batch alone' },
  rounds: { type: 'string', value: 'N', about: 'of training, so many: more say more on a busy machine' },
  help: { type: 'boolean', short: 'h', about: 'this' },
} as const

const row = (name: string, about: string) => `  ${name.padEnd(16)}${about}`

const help = [
  'Usage: npm run bench -- [SECTION...] [OPTION...]',
  '\nSections (all of them where none is named):',
  ...Object.entries(sections).map(([name, { about }]) => row(name, about)),
  '\nOptions:',
  ...Object.entries(known).map(([name, option]) =>
    row('value' in option ? `--${name} ${option.value}` : `--${name}`, option.about),
  ),
].join('\n')

/** Ends with wrong usage, as the command line does. */
function refuse(what: string): never {
  console.error(`${what}; --help lists sections and options`)
  process.exit(2)
}

function parsed() {
  try {
    return parseArgs({ options: known, allowPositionals: true })
  } catch (error) {
    // Node says first what is wrong, then how a file named like an option would be given.
    refuse(messageOf(error).split('. ')[0]!.replace('Option', 'option').replace('Unknown', 'unknown'))
  }
}

const { values, positionals } = parsed()
const stranger = positionals.find((name) => !Object.hasOwn(sections, name))
if (stranger !== undefined) refuse(`unknown section "${stranger}": expected ${Object.keys(sections).join(' or ')}`)
if (values.help) {
  console.log(help)
  process.exit()
}

/** @returns undefined where it is not given */
function wholeNumber(name: 'batch' | 'rounds'): number | undefined {
  const given = values[name]
  if (given === undefined) return undefined
  if (!/^[1-9]\d{0,4}$/.test(given)) refuse(`--${name} "${given}": expected a whole number from 1`)
  return Number(given)
}
export const batch = wholeNumber('batch')
export const rounds = wholeNumber('rounds')

const { help: _, ...told } = values
/** What every section of the benchmark is told. */
export const options = told

/** The sections asked for by name. */
export const wanted = positionals

/** A Python with the peers. */
export const python = options.python ?? process.env.LACUNA_PYTHON
