import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { type DatasetProblem, type SplitName, splitNames } from '../../../../src-shared/datasets.ts'
import { messageOf, WorkbenchError } from '../../../../src-shared/errors.ts'

/** What people write for a split. CelebA's own list has 0, 1 and 2. */
const SPLIT_WORDS: Readonly<Record<string, SplitName>> = {
  ...{ 0: 'train', 1: 'validation', 2: 'test' },
  ...{ train: 'train', training: 'train', validation: 'validation', valid: 'validation', val: 'validation', test: 'test' },
}
/** Lines of one kind that are listed one by one; of more there is their number. */
const MOST_LISTED = 1_000

export interface SplitList {
  /** Which split each name is in, in the list's order. */
  readonly splitOf: ReadonlyMap<string, SplitName>
  readonly problems: DatasetProblem[]
  /** Its text, for a fingerprint. */
  readonly text: string
}

/**
 * Reads a list of pictures and their splits: `name split` or `path,split` a line, a header or none.
 *
 * @throws WorkbenchError `dataset-source` when the file cannot be read
 */
export function readSplitList(path: string): SplitList {
  let text: string
  try {
    if (statSync(path).size > 1 << 29) throw new Error('it has over 512 MB')
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new WorkbenchError(
      'dataset-source',
      `${path}: ${missing ? 'no such file' : messageOf(error)}; expected lines of path and split (train, validation or test)`,
    )
  }
  const splitOf = new Map<string, SplitName>()
  const problems: DatasetProblem[] = []
  const report = (line: number, what: string) => problems.push({ file: `${basename(path)}:${line}`, what, leftOut: true })
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const fields = parseLine(line)
    const split = fields && Object.hasOwn(SPLIT_WORDS, fields[1]) ? SPLIT_WORDS[fields[1]] : undefined
    if (!fields || !split) {
      const header = i === 0 && /^"?(path|file|image|name|picture)/i.test(line)
      if (!header)
        report(i + 1, `"${line.slice(0, 80)}" is not a line of a name and a split (${splitNames.join(', ')} or 0, 1, 2)`)
    } else if (splitOf.has(fields[0])) report(i + 1, `${fields[0]} is listed already: this line is not used`)
    else splitOf.set(fields[0], split)
  }
  return { splitOf, problems: listed(problems, basename(path), 'lines are not used'), text }
}

/** @returns name, with `/`, and split, in lower case */
function parseLine(line: string): [string, string] | null {
  const quoted = /^\s*"((?:[^"]|"")*)"\s*,\s*"?([^",]*)"?\s*$/.exec(line)
  const plain = quoted ?? /^\s*(.*\S)\s*[,;\t]\s*"?([^",;\s]+)"?\s*$/.exec(line) ?? /^\s*(\S.*?)\s+(\S+)\s*$/.exec(line)
  if (!plain) return null
  const name = (quoted ? plain[1]!.replaceAll('""', '"') : plain[1]!).replaceAll('\\', '/').replace(/^(\.\/)+/, '')
  return [name, plain[2]!.trim().toLowerCase()]
}

/** So many problems of a kind as a person can read; of the others their number. */
export function listed(problems: DatasetProblem[], file: string, rest: string): DatasetProblem[] {
  if (problems.length <= MOST_LISTED) return problems
  const more = { file, what: `${(problems.length - MOST_LISTED).toLocaleString('en')} more ${rest}`, leftOut: true }
  return [...problems.slice(0, MOST_LISTED), more]
}
