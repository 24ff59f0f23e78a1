import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { entryPath } from '../../core/program.ts'
import { exitStatus } from '../exit.ts'

export function addSetupTensorFlow(program: Command): void {
  program
    .command('setup-tensorflow')
    .description('set up the engine "tensorflow": TensorFlow from PyPI, bound to Node here')
    .option('--remove', 'take it away again')
    .action(async ({ remove }: { remove?: boolean }) => {
      const script = entryPath('src-trainer/engines/tensorflow/setup/main.ts')
      const args = ['--disable-warning=ExperimentalWarning', script, ...(remove ? ['--remove'] : [])]
      // Ctrl-C reaches the child by itself; this process waits for what it makes of it.
      process.on('SIGINT', () => {})
      const child = spawn(process.execPath, args, { stdio: 'inherit' })
      process.exitCode = await new Promise<number>((resolve) =>
        child.once('close', (status, signal) =>
          resolve(status ?? (signal === 'SIGINT' ? exitStatus.interrupted : exitStatus.failed)),
        ),
      )
    })
}
