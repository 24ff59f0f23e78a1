import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { options, sections as wanted } from './options.ts'

/**
 * The benchmark: `npm run bench -- [SECTION...] [--quick] [--json] [--python PATH]`.
 *
 * A section is a script of its own, which can be run alone with the same options: it measures, beside the peers where a Python that
 * has them is given (by --python or LACUNA_PYTHON), and prints a table, or with --json one line.
 */
const sections: Readonly<Record<string, string>> = {
  /** Images a second of the training step, beside PyTorch. */
  training: './training.ts',
  /** The window over a full database, beside TensorBoard. */
  views: './views.ts',
  /** From a stroke or a slider to its picture. */
  pictures: './live-pictures.ts',
  /** The page of a run of a million steps. */
  million: './million-steps.ts',
  /** An evaluation's table of 2,000 pictures, by method, beside scikit-image. */
  evaluation: './evaluation/table.ts',
}

const unknown = wanted.find((name) => !(name in sections))
if (unknown) {
  console.error(`unknown section "${unknown}": expected ${Object.keys(sections).join(' or ')}`)
  process.exit(2)
}
const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, ...(typeof value === 'string' ? [value] : [])])
for (const [name, script] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...given], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
