import type { Command } from 'commander'
import type { DatasetInfo } from '../../../src-shared/datasets.ts'
import { type GlobalOptions, printJson, printTable, withWorkbench } from '../context.ts'
import { wholeNumber } from '../exit.ts'

interface DatasetOptions extends GlobalOptions {
  imageSize: number
  json?: boolean
}

export function addDatasets(program: Command): void {
  const datasets = program.command('datasets').description('the pictures to learn from')
  datasets
    .command('list')
    .description('every data set and its state')
    .option('--json', 'print JSON lines')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<DatasetOptions>()
      await withWorkbench(options, async (workbench) => {
        const list = await workbench.datasets.list()
        if (options.json) for (const info of list) printJson({ event: 'dataset', ...info })
        else {
          printTable(
            ['name', 'state', 'training', 'validation', 'test', 'size'],
            list.map((info) => [
              info.name,
              stateText(info),
              ...counts(info),
              `${info.imageSize}×${info.imageSize}×${info.channels}`,
            ]),
          )
        }
      })
    })
  datasets
    .command('info')
    .description('one data set')
    .argument('<NAME>')
    .option('--image-size <N>', 'width and height in pixels', wholeNumber('--image-size', 8), 32)
    .option('--json', 'print JSON lines')
    .action(async (name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DatasetOptions>()
      await withWorkbench(options, async (workbench) => {
        const info = await workbench.datasets.info(name, { imageSize: options.imageSize })
        if (options.json) return printJson({ event: 'dataset', ...info })
        const [training, validation, test] = counts(info)
        const rows = [
          ['name', info.name],
          ['kind', `${info.kind}${info.synthetic ? ' (synthetic)' : ''}`],
          ['about', info.description],
          ['state', stateText(info)],
          ['pictures', `${training} training, ${validation} validation, ${test} test`],
          ['size', `${info.imageSize}×${info.imageSize}×${info.channels}`],
          ...(info.bytes === undefined ? [] : [['on disk', `${(info.bytes / 1e6).toFixed(1)} MB`]]),
          ...(info.contentHash === undefined ? [] : [['content', info.contentHash]]),
        ]
        for (const [title, text] of rows) process.stdout.write(`${title!.padEnd(10)}${text}\n`)
      })
    })
}

function counts({ splits }: DatasetInfo): string[] {
  return [splits.train, splits.validation, splits.test].map(({ count }) => count.toLocaleString('en'))
}

function stateText({ state, progress }: DatasetInfo): string {
  if (state !== 'building' || !progress) return state === 'absent' ? 'not built yet (built when first used)' : state
  return `building, ${progress.done} of ${progress.total}`
}
