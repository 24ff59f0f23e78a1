import { parseArgs } from 'node:util'

/** What every section of the benchmark is told: see `sections.ts`. */
export const { values: options, positionals: sections } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, python: { type: 'string' } },
  allowPositionals: true,
})

/** A Python with the peers. */
export const python = options.python ?? process.env.LACUNA_PYTHON
