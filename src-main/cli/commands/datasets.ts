import { type Command, Option } from 'commander'
import type { DatasetInfo, DatasetProblem, NewDataset } from '../../../src-shared/datasets.ts'
import { timeLeft } from '../../../src-shared/format/times.ts'
import type { Workbench } from '../../core/workbench.ts'
import { type GlobalOptions, printJson, printTable, userPath, withWorkbench } from '../context.ts'
import { usageError, wholeNumber } from '../exit.ts'
import { createStatusLine } from '../status-line.ts'

interface DatasetOptions extends GlobalOptions {
  imageSize: number
  json?: boolean
}

interface AddOptions extends DatasetOptions {
  kind: string
  path: string
  split?: string
  groupBy?: 'folder'
  crop?: number
  channels?: '1' | '3'
  seed?: number
  build: boolean
}

/** Problems that are printed for a person; `--json` prints all. */
const MOST_PRINTED = 20

export function addDatasets(program: Command): void {
  const datasets = program.command('datasets').description('the pictures to learn from')
  const size = () =>
    new Option('--image-size <N>', 'width and height in pixels').argParser(wholeNumber('--image-size', 8)).default(32)
  datasets
    .command('add')
    .description('add pictures of your own, and make what training reads')
    .argument('<NAME>')
    .requiredOption('--kind <KIND>', 'celeba, folder, idx (MNIST) or cifar10')
    .requiredOption('--path <DIR>', 'the folder the pictures are in, only read, or a zip of it')
    .option('--split <FILE.csv>', 'lines of path,split (train, validation or test); without it 80 / 10 / 10 by chance')
    .addOption(new Option('--group-by <WHAT>', 'keep the pictures of each sub-folder on one side').choices(['folder']))
    .option(
      '--crop <N>',
      'side of the centred square to cut, in pixels (celeba: 148; else as large as there is)',
      wholeNumber('--crop', 8),
    )
    .addOption(new Option('--channels <N>', 'colours; without it grey where all pictures are').choices(['1', '3']))
    .option('--seed <N>', 'of the split by chance', wholeNumber('--seed', 0))
    .addOption(size())
    .option('--no-build', 'only look at the source; pictures are made when first used')
    .option('--json', 'print JSON lines')
    .action(async (name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>()
      await withWorkbench(options, (workbench) => add(workbench, name, options))
    })
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
            list.map((info) => [info.name, stateText(info), ...counts(info), sizeText(info)]),
          )
        }
      })
    })
  datasets
    .command('info')
    .description('one data set, and what was wrong with its files')
    .argument('<NAME>')
    .addOption(size())
    .option('--json', 'print JSON lines')
    .action(async (name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DatasetOptions>()
      await withWorkbench(options, async (workbench) => {
        const info = await workbench.datasets.info(name, options)
        const problems = await workbench.datasets.problems(name, options)
        if (options.json) printJson({ event: 'dataset', ...info })
        else printInfo(info)
        printProblems(problems, options.json)
      })
    })
  datasets
    .command('remove')
    .description('forget a data set and delete what was made of it; your pictures are left alone')
    .argument('<NAME>')
    .option('--json', 'print JSON lines')
    .action(async (name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DatasetOptions>()
      let ownCopy = false
      await withWorkbench(options, async (workbench) => {
        ownCopy = (await workbench.datasetShelf.remove(name)).ownCopy
      })
      if (options.json) printJson({ event: 'removed', name, ownCopy })
      else
        process.stdout.write(
          `${name}: removed; ${ownCopy ? 'with the copy of its pictures' : 'its pictures are where they were'}\n`,
        )
    })
}

async function add(workbench: Workbench, name: string, options: AddOptions): Promise<void> {
  const { kind, path, split, groupBy, crop, channels, seed, imageSize, json } = options
  const dataset: NewDataset = {
    ...{ name, kind, path: userPath(path) },
    ...(split === undefined ? {} : { splitFile: userPath(split) }),
    ...(groupBy === undefined ? {} : { groupBy }),
    ...(crop === undefined ? {} : { crop }),
    ...(channels === undefined ? {} : { channels: channels === '1' ? 1 : 3 }),
    ...(seed === undefined ? {} : { seed }),
  }
  await workbench.datasetShelf.add(dataset).catch((error: { code?: string; message: string }) => {
    throw error.code === 'dataset-kind' || error.code === 'dataset-options' ? usageError(error.message) : error
  })
  if (options.build) await build(workbench, name, imageSize, json)
  const info = await workbench.datasets.info(name, { imageSize })
  if (json) printJson({ event: 'dataset', ...info })
  else printInfo(info)
  printProblems(await workbench.datasets.problems(name, { imageSize }), json)
}

/** Builds it; interrupted, it stays added and is continued when next used. */
async function build(workbench: Workbench, name: string, imageSize: number, json: boolean | undefined): Promise<void> {
  const stop = new AbortController()
  const interrupt = () =>
    stop.abort(usageError(`interrupted: "${name}" stays added; its pictures are made when it is first used`))
  process.once('SIGINT', interrupt)
  let told = 0
  const line = createStatusLine(process.stderr)
  try {
    const opened = await workbench.datasets.open(
      name,
      { imageSize },
      {
        signal: stop.signal,
        onProgress({ done, total, picturesPerSecond, secondsLeft }) {
          if (json && (done === total || performance.now() - told > 500)) {
            told = performance.now()
            printJson({ event: 'progress', done, total, picturesPerSecond, secondsLeft })
          } else if (!json) {
            line.show(() => `${done.toLocaleString('en')} of ${total.toLocaleString('en')} pictures, ${timeLeft(secondsLeft)}`)
          }
        },
      },
    )
    await opened.complete
  } finally {
    process.removeListener('SIGINT', interrupt)
    line.clear()
  }
}

function printInfo(info: DatasetInfo): void {
  const [training, validation, test] = counts(info)
  const rows = [
    ['name', info.name],
    ['kind', `${info.kind}${info.synthetic ? ' (synthetic)' : ''}`],
    ['about', info.description],
    ['source', info.source],
    ['state', stateText(info)],
    ...(info.note ? [['note', info.note]] : []),
    ['pictures', `${training} training, ${validation} validation, ${test} test`],
    ...(info.groups === undefined ? [] : [['groups', info.groups.toLocaleString('en')]]),
    ['size', sizeText(info)],
    ...(info.filter
      ? [['crop', `${info.crop ? `centred ${info.crop}×${info.crop}` : 'largest centred square'}, ${info.filter}`]]
      : []),
    ...(info.bytes === undefined ? [] : [['on disk', `${(info.bytes / 1e6).toFixed(1)} MB`]]),
    ...(info.contentHash === undefined ? [] : [['content', info.contentHash]]),
  ]
  for (const [title, text] of rows) process.stdout.write(`${title!.padEnd(10)}${text}\n`)
}

function printProblems(problems: readonly DatasetProblem[], json: boolean | undefined): void {
  if (json) for (const problem of problems) printJson({ event: 'problem', ...problem })
  else if (problems.length > 0) {
    const leftOut = problems.filter((problem) => problem.leftOut).length
    process.stdout.write(`problems  ${problems.length.toLocaleString('en')}, ${leftOut.toLocaleString('en')} of them left out\n`)
    for (const { file, what } of problems.slice(0, MOST_PRINTED)) process.stdout.write(`  ${file}: ${what}\n`)
    if (problems.length > MOST_PRINTED) {
      process.stdout.write(`  … and ${(problems.length - MOST_PRINTED).toLocaleString('en')} more: --json prints all\n`)
    }
  }
}

function counts({ splits }: DatasetInfo): string[] {
  return [splits.train, splits.validation, splits.test].map(({ count }) => count.toLocaleString('en'))
}

function sizeText({ imageSize, channels }: DatasetInfo): string {
  return `${imageSize}×${imageSize}×${channels}`
}

function stateText({ state, progress }: DatasetInfo): string {
  if (state === 'absent') return 'not built yet (built when first used)'
  if (state === 'stale') return 'its source changed (built anew when next used)'
  return state === 'building' && progress ? `building, ${progress.done} of ${progress.total}` : state
}
