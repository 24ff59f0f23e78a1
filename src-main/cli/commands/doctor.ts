import { cpus } from 'node:os'
import type { Command } from 'commander'
import { findElectron } from '../../core/electron-binary.ts'
import { programVersion } from '../../core/program.ts'
import { type GlobalOptions, printJson, withWorkbench } from '../context.ts'

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('versions, engines found and why the others are not, threads, database, data')
    .option('--json', 'print JSON lines')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { json?: boolean }>()
      await withWorkbench(options, async (workbench) => {
        const electron = findElectron()
        const report = {
          version: programVersion,
          node: process.version,
          platform: `${process.platform} ${process.arch}`,
          processor: cpus()[0]?.model ?? 'unknown',
          threads: navigator.hardwareConcurrency,
          window: electron
            ? { available: true }
            : { available: false, reason: 'Electron’s binary is not installed; npm start serves to the browser instead' },
          database: workbench.database,
          dataFolder: workbench.dataFolder,
          runs: (await workbench.store.listRuns()).length,
          engines: await workbench.engines.list(),
          datasets: (await workbench.datasets.list()).map(({ name, state }) => ({ name, state })),
        }
        if (options.json) return printJson({ event: 'doctor', ...report })
        const { engines, datasets, window, ...rest } = report
        const rows: [string, string][] = [
          ...Object.entries(rest).map(([title, value]): [string, string] => [title, String(value)]),
          ['window', window.available ? 'Electron' : (window.reason ?? '')],
          ...engines.flatMap(({ name, available, device, reason, devices = [] }): [string, string][] => [
            [`engine ${name}`, available ? `available: ${device}` : `not available: ${reason}`],
            ...devices.map((found): [string, string] => [
              '',
              `--device "${found.name}"${found.software ? ' (software)' : ''}: ${found.limits}`,
            ]),
          ]),
          ...datasets.map(({ name, state }): [string, string] => [`data ${name}`, state]),
        ]
        const width = Math.max(...rows.map(([title]) => title.length)) + 2
        for (const [title, text] of rows) process.stdout.write(`${title.padEnd(width)}${text}\n`)
      })
    })
}
