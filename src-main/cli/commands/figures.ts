import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { type FigureKindName, figureKindNames, figureKinds } from '../../../src-shared/figures/kinds.ts'
import { figureOptionsSchema, type OwnPictureOption } from '../../../src-shared/figures/options.ts'
import { ownPictureOption } from '../../../src-shared/figures/own-picture.ts'
import { figureFormatNames } from '../../../src-shared/figures/rendered.ts'
import { figureSizeNames } from '../../../src-shared/figures/sizes.ts'
import { formatNames } from '../../core/datasets/decode/registry.ts'
import { readPictureFile } from '../../core/png.ts'
import type { Workbench } from '../../core/workbench.ts'
import { type GlobalOptions, printJson, userPath, withWorkbench } from '../context.ts'
import { exitStatus, usageError, wholeNumber } from '../exit.ts'
import { type FigureWords, readFigureOptions } from '../figure-options.ts'
import { createProgressLine } from '../progress-line.ts'

interface FiguresOptions extends GlobalOptions, FigureWords {
  kinds?: string
  out: string
  format: string
  picture?: string
  deck?: string
  json?: boolean
}

const usualKinds = 'curve,gallery,mask-rates,latent,architecture'

export function addFigures(program: Command): void {
  program
    .command('figures')
    .description('figures for slides and papers, as files')
    .argument('<RUN...>', 'an id, a unique prefix of one, a name, or latest; several stand in one figure where its kind can')
    .option('--kinds <LIST>', `${figureKindNames.join(', ')} (default: ${usualKinds})`)
    .option('--out <DIR>', 'where the files go', '.')
    .option('--format <LIST>', figureFormatNames.join(', '), 'svg')
    .option('--size <NAME>', figureSizeNames.join(', '), 'full')
    .option('--checkpoint <WHICH>', 'best (on validation), last, or a step', 'best')
    .option('--limit <N>', 'test pictures to measure where a run is not evaluated yet', wholeNumber('--limit', 0, 100_000), 100)
    .option(
      '--masks <LIST>',
      'random:0.5,rect-centred:0.75, … or drawn:WORD, as Inpaint’s address has it behind drawn= (default: the kind’s own)',
    )
    .option(
      '--picture <FILE>',
      'a gallery of this picture, cropped and resized as the run’s pictures were, instead of test pictures',
    )
    .option('--scale <N>', 'a gallery of the decoder at ×N, 1 to 16', wholeNumber('--scale', 1, 16), 1)
    .option('--baselines <LIST>', 'in a gallery, beside the runs')
    .option(
      '--set <KEY=VALUE>',
      'any other option of the composer, as its address has it, such as errorMaps=false (repeatable)',
      (value: string, all: string[] = []) => [...all, value],
    )
    .option('--transparent', 'no white ground')
    .option('--deck <FILE.pptx>', 'the whole experiment section of one run as slides')
    .option('--json', 'print JSON lines')
    .action(async (runs: string[], _: unknown, command: Command) => {
      const given = (name: string) => command.getOptionValueSource(name) === 'cli'
      process.exitCode = await makeFigures(runs, command.optsWithGlobals<FiguresOptions>(), given)
    })
}

/** @throws WorkbenchError `usage` naming what is expected */
function choose<T extends string>(option: string, known: readonly T[], text: string): T[] {
  return text.split(',').map((part) => {
    const found = known.find((name) => name === part.trim())
    if (found === undefined) throw usageError(`${option}: unknown "${part.trim()}": expected ${known.join(', ')}`)
    return found
  })
}

/** What a figure shows, and a deck decides by itself. */
const ofFiguresAlone = ['masks', 'picture', 'scale', 'baselines', 'set']
/** How a figure's files are made, which a deck beside none has no use for. */
const ofFigureFiles = ['out', 'format', 'size', 'transparent']

/** @throws WorkbenchError `usage` for an option that a deck would leave aside */
function refuseOfDeck({ deck, kinds }: FiguresOptions, given: (name: string) => boolean): void {
  if (deck === undefined) return
  const option = [...ofFiguresAlone, ...(kinds === undefined ? ofFigureFiles : [])].find(given)
  if (option === undefined) return
  throw usageError(
    `--${option} does not go with --deck: a deck is one file of one run, with its own size, masks, pictures and baselines; ` +
      `leave --${option} out, or make a figure with it by a command without --deck`,
  )
}

/** @param given whether the command line itself says an option */
async function makeFigures(runs: readonly string[], options: FiguresOptions, given: (name: string) => boolean): Promise<number> {
  refuseOfDeck(options, given)
  const kinds = options.deck && !options.kinds ? [] : choose('--kinds', figureKindNames, options.kinds ?? usualKinds)
  const formats = choose('--format', figureFormatNames, options.format)
  const [size, ...others] = choose('--size', figureSizeNames, options.size)
  if (others.length > 0) throw usageError(`--size: expected one of ${figureSizeNames.join(', ')}, got "${options.size}"`)
  if (options.deck !== undefined && runs.length > 1)
    throw usageError(`--deck: expected one run, got ${runs.length}: a deck is of one run`)
  const described = readFigureOptions({ ...options, size: size! })
  return withWorkbench(options, async (workbench) => {
    const stop = new AbortController()
    const picture = await importPicture(workbench, runs[0]!, options.picture, stop.signal)
    const asked = { ...described, ...(picture && { ownPicture: picture }) }
    const interrupt = () => stop.abort(new WorkbenchError('interrupted', 'interrupted; the files written so far are whole'))
    process.once('SIGINT', interrupt)
    let failed = false
    const attempt = async (what: string, work: () => Promise<void>) => {
      if (stop.signal.aborted) return
      try {
        await work()
      } catch (error) {
        if (!(error instanceof WorkbenchError)) throw error
        // What is wrong with the run itself is wrong with every figure of it.
        if (error.code === 'no-run' || error.code === 'ambiguous-run') throw error
        failed = true
        process.stderr.write(`lacuna: ${what}: ${messageOf(error)}\n`)
      }
    }
    try {
      for (const kind of kinds) {
        const { mostRuns } = figureKinds.find(({ name }) => name === kind)!
        for (const group of mostRuns < runs.length ? runs.map((run) => [run]) : [runs]) {
          await attempt(kind, () =>
            exportFigure(workbench, { kind, runs: [...group], options: asked, formats }, options, stop.signal),
          )
        }
      }
      if (options.deck !== undefined) await attempt('deck', () => exportDeck(workbench, runs[0]!, options, stop.signal))
      return stop.signal.aborted ? exitStatus.interrupted : failed ? exitStatus.failed : exitStatus.done
    } finally {
      process.removeListener('SIGINT', interrupt)
    }
  })
}

/** @throws WorkbenchError `image-file` naming the file that cannot be read or is no picture */
async function importPicture(
  { handlers }: Workbench,
  run: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<OwnPictureOption | undefined> {
  if (path === undefined) return undefined
  const file = new Uint8Array(await readPictureFile(userPath(path), `a picture: ${formatNames}`))
  try {
    const { picture, size, channels } = await handlers['pictures.import']({ run, file }, { signal })
    return ownPictureOption(basename(path), picture as Uint8Array, size, channels)
  } catch (error) {
    if (!(error instanceof WorkbenchError && error.code === 'picture-file')) throw error
    throw new WorkbenchError('image-file', `${userPath(path)}: ${error.message}`)
  }
}

type ExportAsk = Parameters<Workbench['handlers']['figures.export']>[0]

async function exportFigure(
  { handlers }: Workbench,
  ask: ExportAsk,
  { out, json }: FiguresOptions,
  signal: AbortSignal,
): Promise<void> {
  const { files, notes } = await handlers['figures.export'](ask, { signal })
  await mkdir(userPath(out), { recursive: true })
  for (const { name, bytes } of files) {
    const file = join(userPath(out), name)
    await writeFile(file, bytes as Uint8Array)
    if (json)
      printJson({ event: 'figure', kind: ask.kind satisfies FigureKindName, file, bytes: (bytes as Uint8Array).length, notes })
    else process.stdout.write(`${join(out, name)}\n`)
  }
  if (!json) sayNotes(notes)
}

async function exportDeck(
  { handlers, publishers }: Workbench,
  run: string,
  options: FiguresOptions,
  signal: AbortSignal,
): Promise<void> {
  const asked = figureOptionsSchema.pick({ checkpoint: true, split: true, evaluate: true, colours: true })
  const id = randomUUID()
  const line = createProgressLine(process.stderr)
  const unfollow = publishers.decks(0, (_, jobs) => {
    const job = jobs.find((one) => one.id === id)
    if (!job || job.of === 0) return
    if (options.json) printJson({ event: 'progress', done: job.done, of: job.of, what: job.what })
    else line.show(job.what, job.done / job.of)
  })
  try {
    const chosen = asked.parse({ checkpoint: options.checkpoint, evaluate: options.limit })
    const { file, slides, notes } = await handlers['figures.deck']({ id, run, options: chosen }, { signal })
    line.clear()
    const path = userPath(options.deck!)
    await writeFile(path, file.bytes as Uint8Array)
    if (options.json) printJson({ event: 'deck', file: path, bytes: (file.bytes as Uint8Array).length, slides, notes })
    else {
      process.stdout.write(`${options.deck}: ${slides.length} slides\n`)
      sayNotes(notes)
    }
  } finally {
    unfollow()
    line.clear()
  }
}

function sayNotes(notes: readonly string[]): void {
  for (const note of notes) process.stderr.write(`lacuna: note: ${note}\n`)
}
