import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatasetCache } from '../../src-main/core/datasets/dataset-cache.ts'
import { standardMasks } from '../../src-shared/evaluation/masks.ts'
import { fixedMasks } from '../../src-shared/masks/fixed.ts'
import type { MaskSpec } from '../../src-shared/masks/mask.ts'
import { formatMaskSpec } from '../../src-shared/masks/registry.ts'
import { baselines } from '../../src-trainer/baselines/registry.ts'
import { type DatasetReader, openDatasetReader } from '../../src-trainer/data/dataset-reader.ts'
import { openEngine } from '../../src-trainer/engines/registry.ts'
import { measure } from '../../src-trainer/measure.ts'
import { baselineMethod, type Method, modelMethod } from '../../src-trainer/methods.ts'
import { createModel } from '../../src-trainer/model/registry.ts'
import { options, python } from '../options.ts'

/**
 * The time of an evaluation's table: 2,000 test pictures, 32×32×3, under the standard masks, by method, as `lacuna eval --baselines`
 * measures them; beside scikit-image's biharmonic filling where a Python that has it is given. The model is untrained, which takes as long.
 */
const pictures = 2000
/** Measured of each mask, and taken for all. */
const measured = options.quick ? 100 : pictures
/** Of generated faces; what is learned of the training pictures takes longer the more there are. */
const set = { train: options.quick ? 2_000 : 20_000, validation: options.quick ? 200 : 2_000, test: measured }
const peerPictures = options.quick ? 5 : 20
const imageSize = 32
const progress = (text: string) => process.stderr.write(`${text}\n`)
const between = async () => {}

interface Row {
  readonly method: string
  /** Seconds to learn of the training pictures, once a data set. */
  readonly fit: number
  /** Seconds of 2,000 pictures, by mask. */
  readonly seconds: Readonly<Record<string, number>>
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function timesOf(name: string, reader: DatasetReader, make: () => Promise<Method>): Promise<Row> {
  let method: Method | undefined
  const fit = await seconds(async () => {
    method = await make()
  })
  const take = (mask: MaskSpec, count: number) => measure(method!, reader, { split: 'test', mask, first: 0, count }, between)
  await take(standardMasks[0]!, 16)
  const times: Record<string, number> = {}
  for (const mask of standardMasks) {
    progress(`${name}: ${formatMaskSpec(mask)}`)
    times[formatMaskSpec(mask)] = ((await seconds(() => take(mask, measured))) * pictures) / measured
  }
  return { method: name, fit, seconds: times }
}

/** scikit-image's milliseconds a picture at p = 0.5; undefined without it. */
function peer(reader: DatasetReader): number | undefined {
  if (!python) return undefined
  const images = reader.read(
    'test',
    Uint32Array.from({ length: peerPictures }, (_, i) => i),
  )
  const masks = fixedMasks({ kind: 'random', p: 0.5 }, imageSize, 0, peerPictures)
  const script = fileURLToPath(new URL('skimage_biharmonic.py', import.meta.url))
  const about = [imageSize, reader.channels, peerPictures].map(String)
  const { stdout, status } = spawnSync(python, [script, ...about], { input: Buffer.concat([images, masks]) })
  return status === 0 ? Number(stdout) : undefined
}

const folder = mkdtempSync(join(tmpdir(), 'lacuna-bench-'))
try {
  progress('making the pictures')
  const datasets = new DatasetCache({
    dataFolder: folder,
    definitions: async () => [{ name: 'faces', kind: 'synthetic-faces', options: set }],
  })
  const { folder: cache, complete } = await datasets.open('faces', { imageSize })
  await complete
  const reader = await openDatasetReader(cache)
  const { engine } = await openEngine('auto')
  const model = createModel({ name: 'slides' }, { imageSize, channels: reader.channels })
  model.initialize(1)
  const rows = [await timesOf('model', reader, async () => modelMethod(model))]
  for (const { name, inTables } of baselines)
    if (inTables !== false) rows.push(await timesOf(name, reader, () => baselineMethod(name, reader, between)))
  const milliseconds = peer(reader)
  reader.close()
  engine.close()
  if (options.json)
    console.log(JSON.stringify({ section: 'evaluation', load: loadavg(), pictures, measured, rows, peer: milliseconds }))
  else print(rows, milliseconds)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function print(rows: readonly Row[], milliseconds: number | undefined): void {
  const masks = standardMasks.map(formatMaskSpec)
  const total = ({ seconds: times }: Row) => Object.values(times).reduce((sum, value) => sum + value, 0)
  const of = measured < pictures ? `, from ${measured} of them` : ''
  const fitted = `fit: to ${set.train.toLocaleString('en')} training pictures, once a data set`
  console.log(
    `${cpus()[0]?.model.trim()}, load ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`,
  )
  console.log(`\nEvaluation: seconds of ${pictures.toLocaleString('en')} pictures by method and mask${of}; ${fitted}`)
  const heads = ['method', 'fit', ...masks, 'all masks']
  const cells = rows.map((row) => [
    row.method,
    ...[row.fit, ...masks.map((mask) => row.seconds[mask]!), total(row)].map((value) => value.toFixed(1)),
  ])
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]!.length)))
  for (const row of [heads, ...cells])
    console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '))
  console.log(`The whole table: ${(rows.reduce((sum, row) => sum + row.fit + total(row), 0) / 60).toFixed(1)} minutes`)
  console.log(`\n${besidePeer(rows, milliseconds)}`)
}

function besidePeer(rows: readonly Row[], milliseconds: number | undefined): string {
  if (milliseconds === undefined) return 'not measured: scikit-image: no Python given that has it; --python PATH or LACUNA_PYTHON'
  const ours = (1000 * rows.find(({ method }) => method === 'biharmonic')!.seconds['random:0.5']!) / pictures
  return (
    `Biharmonic at p = 0.5, milliseconds a picture: ${ours.toFixed(1)} with its measuring, scikit-image ` +
    `${milliseconds.toFixed(1)} without: ${(milliseconds / ours).toFixed(1)} times as fast`
  )
}
