import type { Command } from 'commander'
import { flattenConfig } from '../../../src-shared/config.ts'
import { type GlobalOptions, printJson, printTable, withWorkbench } from '../context.ts'

interface RunsOptions extends GlobalOptions {
  json?: boolean
}

const number = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits))

export function addRuns(program: Command): void {
  const runs = program.command('runs').description('what has been trained')
  runs
    .command('list')
    .description('every run, newest first')
    .option('--json', 'print JSON lines')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<RunsOptions>()
      await withWorkbench(options, async ({ store }) => {
        const list = await store.listRuns()
        if (options.json) for (const run of list) printJson({ event: 'run', ...run })
        else if (list.length === 0) process.stdout.write('no runs yet; begin with: lacuna train\n')
        else {
          printTable(
            ['id', 'name', 'state', 'step', 'of', 'loss', 'best PSNR, random p = 0.5', 'engine'],
            list.map((run) => [
              run.id,
              run.name,
              run.state,
              String(run.step),
              String(run.config.steps),
              number(run.loss, 5),
              number(run.bestPsnr, 2),
              run.engine ?? '–',
            ]),
          )
        }
      })
    })
  runs
    .command('show')
    .description('one run: state, configuration, checkpoints')
    .argument('<RUN>', 'an id, a unique prefix of one, a name, or latest')
    .option('--json', 'print JSON lines')
    .action(async (reference: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RunsOptions>()
      await withWorkbench(options, async ({ store }) => {
        const run = (await store.getRun(await store.resolve(reference)))!
        if (options.json) return printJson({ event: 'run', ...run })
        const rows: [string, string][] = [
          ['id', run.id],
          ['name', run.name],
          ['state', run.reason ? `${run.state}: ${run.reason}` : run.state],
          ['step', `${run.step} of ${run.config.steps}`],
          ['loss', number(run.loss, 6)],
          ['PSNR', `${number(run.bestPsnr, 2)} dB at step ${run.bestStep ?? '–'} (missing pixels, random p = 0.50, validation)`],
          ['engine', `${run.engine ?? '–'}${run.device ? ` (${run.device})` : ''}`],
          ['config', run.configHash],
          ...Object.entries(flattenConfig(run.config)).map(([key, value]): [string, string] => [`  ${key}`, String(value)]),
          ...run.checkpoints.map(({ kind, step, path }): [string, string] => [`checkpoint ${kind}`, `step ${step}  ${path}`]),
        ]
        const width = Math.max(...rows.map(([title]) => title.length)) + 2
        for (const [title, text] of rows) process.stdout.write(`${title.padEnd(width)}${text}\n`)
      })
    })
  runs
    .command('delete')
    .description('delete a run: its rows, checkpoints and samples')
    .argument('<RUN>', 'an id, a unique prefix of one, a name, or latest')
    .option('--json', 'print JSON lines')
    .action(async (reference: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RunsOptions>()
      await withWorkbench(options, async ({ store, handlers }) => {
        const run = await store.resolve(reference)
        const { freedBytes } = await handlers['runs.delete']({ run }, { signal: new AbortController().signal })
        if (options.json) printJson({ event: 'deleted', run, freedBytes })
        else process.stdout.write(`deleted ${run}, ${(freedBytes / 1e6).toFixed(1)} MB freed\n`)
      })
    })
}
