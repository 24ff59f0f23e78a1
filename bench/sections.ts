import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { options, sections, wanted } from './options.ts'

/**
 * The benchmark: `npm run bench -- [SECTION...] [--quick] [--json] [--python PATH]`.
 *
 * Every section measures, beside the peers where a Python that has them is given (by --python or LACUNA_PYTHON), and prints a table,
 * or with --json one line.
 */
const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, ...(typeof value === 'string' ? [value] : [])])
for (const [name, { script }] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...given], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
