import { parseArgs } from 'node:util'
import { messageOf } from '../../../../src-shared/errors.ts'
import { setupFolder } from '../installation.ts'
import { remove, setUp } from './setup.ts'

/** The setup as a program: `lacuna setup-tensorflow` runs it. */
const say = (line: string) => process.stdout.write(`${line}\n`)
const { values } = parseArgs({ options: { remove: { type: 'boolean', default: false } } })
try {
  if (!values.remove) {
    const device = await setUp(say)
    say(`engine tensorflow is set up: ${device} (${setupFolder()})`)
  } else if (remove()) say(`removed TensorFlow from ${setupFolder()}`)
  else say('TensorFlow is not set up: nothing to remove')
} catch (error) {
  process.stderr.write(`lacuna: ${messageOf(error)}\n`)
  process.exitCode = 1
}
