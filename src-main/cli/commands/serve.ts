import type { Command } from 'commander'
import open from 'open'
import { serve } from '../../serve/server.ts'
import { type GlobalOptions, openFor } from '../context.ts'
import { exitStatus, reportError, wholeNumber } from '../exit.ts'
import { openWindow } from '../open-window.ts'

interface ServeOptions extends GlobalOptions {
  port: number
  host: string
  open: boolean
}

function withServeOptions(command: Command): Command {
  return command
    .option('--port <N>', 'the port to listen on (default: any free one)', wholeNumber('--port', 0, 65_535), 0)
    .option('--host <H>', 'the address to listen on; whoever reaches it needs the token', '127.0.0.1')
    .option('--no-open', 'do not open a browser')
}

export function addServe(program: Command): void {
  withServeOptions(program.command('serve').description('the workbench in a browser')).action(
    async (_: unknown, command: Command) => {
      process.exitCode = await serveUntilInterrupted(command.optsWithGlobals<ServeOptions>())
    },
  )
  withServeOptions(program.command('start').description('the workbench in a window; in a browser where Electron cannot be had'))
    .option('--serve', 'in a browser')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ServeOptions & { serve?: boolean }>()
      const opened = options.serve ? undefined : await openWindow(options)
      process.exitCode = opened ?? (await serveUntilInterrupted(options))
    })
}

async function serveUntilInterrupted(options: ServeOptions): Promise<number> {
  const workbench = await openFor(options, { adoptsQueue: true })
  try {
    const server = await serve(workbench, options)
    process.stdout.write(
      `Lacuna is at ${server.url}\nWhoever has this address has the workbench. Ctrl-C ends it; a training is paused and can be resumed.\n`,
    )
    if (options.open) await open(server.url).catch(() => {})
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
    process.stderr.write('\nending …\n')
    await server.close()
    return exitStatus.done
  } catch (error) {
    return reportError(error)
  } finally {
    await workbench.close()
  }
}
