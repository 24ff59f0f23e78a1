import { Command, CommanderError } from 'commander'
import { programVersion } from '../core/program.ts'
import { addDatasets } from './commands/datasets.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEval } from './commands/eval.ts'
import { addFigures } from './commands/figures.ts'
import { addInpaint } from './commands/inpaint.ts'
import { addRuns } from './commands/runs.ts'
import { addServe } from './commands/serve.ts'
import { addSetupTensorFlow } from './commands/setup-tensorflow.ts'
import { addSweep } from './commands/sweep.ts'
import { addTrain } from './commands/train.ts'
import { exitStatus, reportError } from './exit.ts'

/** The command line: a thin shell over the core. Adding a command is a file and a line here. */
const program = new Command('lacuna')
  .description('Implicit image inpainting: train, watch, compare and inpaint.')
  .version(programVersion)
  .option('--db <FILE>', 'the experiments database (default ./experiments.db)')
  .option('--data <DIR>', 'data sets, checkpoints and samples (default beside the database)')
  .showHelpAfterError('(lacuna --help lists what there is)')
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, 'lacuna: ')) })

for (const add of [
  addTrain,
  addSweep,
  addEval,
  addInpaint,
  addFigures,
  addDatasets,
  addRuns,
  addServe,
  addDoctor,
  addSetupTensorFlow,
])
  add(program)

// Every command takes the global options after its name as well.
for (const command of program.commands) {
  for (const leaf of command.commands.length > 0 ? command.commands : [command]) {
    leaf.option('--db <FILE>', 'the experiments database').option('--data <DIR>', 'data sets, checkpoints and samples')
  }
}

// A reader that has seen enough (`lacuna runs show x | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitStatus.done)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitStatus.done : exitStatus.usage
  else process.exitCode = reportError(error)
}
