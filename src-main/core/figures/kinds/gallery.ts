import type { MethodReference } from '../../../../src-shared/contract/exploration-calls.ts'
import { WorkbenchError } from '../../../../src-shared/errors.ts'
import type { PictureCell, PictureSection } from '../../../../src-shared/figures/figure.ts'
import type { FigureOptions } from '../../../../src-shared/figures/options.ts'
import type { DataTable } from '../../../../src-shared/figures/rendered.ts'
import { noBreak } from '../../../../src-shared/figures/svg/text.ts'
import type { FilledPictures } from '../../../../src-shared/filled.ts'
import { formatDecibel } from '../../../../src-shared/format/numbers.ts'
import { type AnyMask, describeMask, formatMask, layMask, maskRate } from '../../../../src-shared/masks/drawn.ts'
import { maskGenerator, slidesMasks } from '../../../../src-shared/masks/registry.ts'
import { isOutsideTraining } from '../../../../src-shared/masks/training.ts'
import { absoluteError, scaleTop } from '../../../../src-shared/pictures/error-scale.ts'
import { checkDecodedPixels } from '../decoded-pixels.ts'
import { ownPicture } from '../own-picture.ts'
import { type ChosenPictures, checkAlike, checkpointStep, choosePictures } from '../pictures.ts'
import { captionOf, metadataOf, nameOf } from '../words.ts'
import type { FigureParts, FigureSubject, GatherFigure } from './kind.ts'

interface Method {
  readonly key: string
  readonly label: string
  readonly reference: MethodReference
}

interface FilledRow {
  readonly mask: Uint8Array
  /** By method. */
  readonly filled: readonly {
    /** [size·scale, size·scale, channels] */
    readonly pixels: Uint8Array
    readonly scale: number
    /** At ×1, as the figures are. */
    readonly error: Float32Array
    readonly psnr: number
    readonly ssim: number
  }[]
}

/** The same pictures under each mask, filled in by each method. */
export const gatherGallery: GatherFigure = async (parts, subject) => {
  const { runs, options, signal } = subject
  checkAlike(runs)
  const masks: readonly AnyMask[] = options.masks ?? slidesMasks
  const methods = await methodsOf(parts, subject)
  const chosen = options.ownPicture
    ? await ownPicture(parts, subject, options.ownPicture)
    : await choosePictures(parts, subject, usualPictures(masks.length, options))
  const shown = masks.reduce((sum, mask) => sum + shownUnder(mask, chosen).length, 0)
  checkDecodedPixels({ pictures: shown, runs: runs.length, size: chosen.size, scale: options.scale })
  const rows: FilledRow[][] = []
  for (const mask of masks) {
    signal.throwIfAborted()
    rows.push(await fillRows(parts, subject, methods, mask, chosen))
  }
  const errorMaps = options.errorMaps ?? methods.length === 1
  const maps = rows.flat().flatMap(({ filled }) => filled.map(({ error }) => error))
  const errorTop = errorMaps ? (options.errorTop ?? scaleTop(maps)) : null
  const outside = masks.map((mask) => runs.some(({ config }) => mask.kind === 'drawn' || isOutsideTraining(mask, config.mask)))
  const [only, ...more] = masks
  const sections = masks.map((mask, m): PictureSection => {
    const label = masks.length === 1 ? '' : `${shortLabel(mask)}${outside[m] ? `${noBreak}†` : ''}`
    return { label, rows: rows[m]!.map((row, i) => cellsOf(row, chosen.picture(i), errorMaps)) }
  })
  const step = checkpointStep(runs[0]!, options)
  const single = more.length === 0 ? describeMask(only!) : undefined
  const about = [
    chosen.about,
    ...(single ? [] : ['p: share of known pixels']),
    ...(options.scale > 1 ? [`decoder alone at ×${options.scale}, between the pixels`] : []),
    `PSNR over missing pixels${options.scale > 1 ? ' at ×1' : ''}, dB`,
    ...(single && outside[0] ? ['masks outside training'] : []),
    ...(!single && outside.includes(true) ? ['†: masks outside training'] : []),
    ...(single && only!.kind === 'all' ? ['nothing is known: every picture has this one answer'] : []),
  ]
  return {
    step,
    notes: [],
    figure: {
      title: single ?? (options.ownPicture ? `Inpainted ${options.ownPicture.name}` : 'Inpainted test pictures'),
      caption: await captionOf(parts, runs, about),
      body: {
        ...{ type: 'pictures', size: chosen.size, channels: chosen.channels, sections, errorTop },
        columns: ['Original', 'Masked', ...methods.flatMap(({ label }) => (errorMaps ? [label, 'Error'] : [label]))],
      },
      metadata: metadataOf(runs, step, {
        ...chosen.metadata,
        masks: masks.map(formatMask).join(' '),
        ...(options.scale > 1 && { scale: String(options.scale) }),
      }),
      data: [tableOf(masks, rows, methods, chosen.names)],
    },
  }
}

/** As many as can be told apart on a page of that size. */
function usualPictures(masks: number, { size }: FigureOptions): number {
  const small = size === 'half' || size === 'column'
  if (masks === 1) return small ? 3 : 4
  return small ? 1 : 2
}

async function methodsOf({ ask }: FigureParts, { runs, options, signal }: FigureSubject): Promise<Method[]> {
  const known = options.baselines.length === 0 ? [] : await ask['methods.baselines']({}, { signal })
  const alone = runs.length + options.baselines.length === 1
  return [
    ...runs.map((run): Method => {
      const reference = { kind: 'run', run: run.id, checkpoint: options.checkpoint } as const
      const name = alone && !options.labels[run.id] ? 'Inpainted' : nameOf(run, options)
      return { key: run.id, label: options.scale > 1 ? `${name}${noBreak}×${options.scale}` : name, reference }
    }),
    ...options.baselines.map((name): Method => {
      if (!known.some((baseline) => baseline.name === name)) {
        throw new WorkbenchError(
          'method',
          `unknown baseline "${name}": expected ${known.map((baseline) => baseline.name).join(', ')}`,
        )
      }
      return { key: name, label: options.labels[name] ?? name, reference: { kind: 'baseline', name } }
    }),
  ]
}

/** Where nothing is known a deterministic method has one answer: one row stands for all. */
const shownUnder = (mask: AnyMask, { indices }: ChosenPictures) => (mask.kind === 'all' ? indices.slice(0, 1) : indices)

/** A row a picture, as each method fills it in under this mask. */
async function fillRows(
  { ask }: FigureParts,
  { runs, options, signal }: FigureSubject,
  methods: readonly Method[],
  mask: AnyMask,
  chosen: ChosenPictures,
): Promise<FilledRow[]> {
  const { size, channels, pictures, picture } = chosen
  const shown = shownUnder(mask, chosen)
  const masks = new Uint8Array(shown.length * size * size)
  for (const [i, index] of shown.entries()) masks.set(layMask(mask, size, index), i * size * size)
  const maskOf = (i: number) => masks.subarray(i * size * size, (i + 1) * size * size)
  const { dataset, imageSize } = runs[0]!.config
  const bytes = size * size * channels
  const pictureBytes = (filled: Uint8Array, i: number) => filled.subarray(i * bytes, (i + 1) * bytes)
  const answers: { exact: FilledPictures; pixels: Uint8Array[]; scale: number }[] = []
  for (const { reference: method } of methods) {
    const fill = async (batch: { pictures: Uint8Array; masks: Uint8Array }, scale: number) =>
      (await ask['pictures.fill']({ dataset, imageSize, method, ...batch, scale }, { signal })) as FilledPictures
    const exact = await fill({ pictures: pictures.slice(0, shown.length * bytes), masks }, 1)
    // A baseline has no answer between pixels.
    const scale = method.kind === 'run' ? options.scale : 1
    const finer = async (i: number) => (await fill({ pictures: picture(i).slice(), masks: maskOf(i).slice() }, scale)).filled
    const pixels: Uint8Array[] = []
    // One picture at a time: each takes a second at ×16, and others who wait are answered between them.
    for (const i of shown.keys()) pixels.push(scale === 1 ? pictureBytes(exact.filled, i) : await finer(i))
    answers.push({ exact, pixels, scale })
  }
  return shown.map((_, i) => ({
    mask: maskOf(i),
    filled: answers.map(({ exact: { filled, psnr, ssim }, pixels, scale }) => {
      const error = absoluteError(pictureBytes(filled, i), picture(i), channels)
      return { pixels: pixels[i]!, scale, error, psnr: psnr[i]!, ssim: ssim[i]! }
    }),
  }))
}

/** "Random p = 0.30", or of a kind that has one rate only its name. */
function shortLabel(mask: AnyMask): string {
  const { label, hasRate } = mask.kind === 'drawn' ? { label: 'Drawn by hand', hasRate: true } : maskGenerator(mask.kind)
  return hasRate ? `${label} ${['p', '=', maskRate(mask).toFixed(2)].join(noBreak)}` : label
}

function cellsOf({ mask, filled }: FilledRow, truth: Uint8Array, errorMaps: boolean): PictureCell[] {
  const found = filled.map(({ psnr }) => psnr).filter(Number.isFinite)
  const most = found.length > 1 ? Math.max(...found) : undefined
  const answers = filled.flatMap(({ pixels, scale, error, psnr }): PictureCell[] => {
    const answer = { pixels, scale, text: formatDecibel(psnr), best: psnr === most }
    return errorMaps ? [answer, { pixels: error }] : [answer]
  })
  return [{ pixels: truth }, { pixels: truth, mask }, ...answers]
}

function tableOf(
  masks: readonly AnyMask[],
  rows: readonly (readonly FilledRow[])[],
  methods: readonly Method[],
  pictures: readonly (number | string)[],
): DataTable {
  const known = (value: number) => (Number.isFinite(value) ? value : null)
  return {
    name: 'gallery',
    columns: ['mask', 'p', 'picture', 'method', 'label', 'psnr', 'ssim'],
    rows: masks.flatMap((mask, m) =>
      rows[m]!.flatMap(({ filled }, i) =>
        filled.map(({ psnr, ssim }, at) => {
          const { key, label } = methods[at]!
          return [mask.kind, maskRate(mask), pictures[i]!, key, label, known(psnr), known(ssim)]
        }),
      ),
    ),
  }
}
