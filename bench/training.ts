/**
 * Images a second of the training step, of every engine that opens here and of PyTorch, on the same weights, pictures and masks, each
 * subject a process of its own, all measured in turn in every round so that a busy machine is busy for all of them. PyTorch is
 * measured where a Python that has it is given.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../src-shared/errors.ts'
import { engines, openEngine } from '../src-trainer/engines/registry.ts'
import type { StateTensor } from '../src-trainer/model/model.ts'
import { createModel } from '../src-trainer/model/registry.ts'
import { batch as only, options, python, rounds as wanted } from './options.ts'
import type { Peak } from './peak.ts'
import { formatReport, type Latency, type Report, type Row, type Scaling } from './report.ts'
import { engineSubject, type Subject, type SubjectSpec, startSubject, torch } from './subjects.ts'
import { CHANNELS, IMAGE_SIZE, trainingGigaflops, writeWorkload } from './workload.ts'

const batches = only !== undefined ? [only] : options.quick ? [64] : [16, 64, 256]
const rounds = wanted ?? (options.quick ? 5 : 7)
const seconds = options.quick ? 1 : 1.5
const cores = availableParallelism()
const LATENCY_CALLS = 40

const OF_ONE_THREAD = 'simd, 1 thread'
const specs: SubjectSpec[] = engines.flatMap(({ name }) =>
  name === 'simd'
    ? [
        engineSubject(name),
        engineSubject(name, { name: OF_ONE_THREAD, threads: 1 }),
        engineSubject(name, { name: 'simd, no revectorizer', env: { LACUNA_REVECTORIZE: '0' } }),
      ]
    : [engineSubject(name)],
)
if (python) {
  specs.push(
    torch('PyTorch, every pixel', python, 'plain'),
    torch('PyTorch, missing pixels, fused Adam', python, 'missing'),
    torch('PyTorch, the same, 1 thread', python, 'missing', { OMP_NUM_THREADS: '1' }),
    torch('PyTorch, the same, channels-last', python, 'channels'),
  )
  if (!options.quick) specs.push(torch('PyTorch, the same, torch.compile', python, 'compiled'))
}

const progress = (text: string) => process.stderr.write(`${text}\n`)
const median = (values: number[]) => quantile(values, 0.5)

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
}

/** PyTorch-initialised weights, from our engine so that it is known to open. */
async function initialState(): Promise<StateTensor[]> {
  const { engine } = await openEngine('simd', { threads: 1 })
  const model = createModel({ name: 'slides' }, { imageSize: IMAGE_SIZE, channels: CHANNELS })
  model.initialize(1)
  const state = await model.exportState()
  engine.close()
  return state
}

const rows: Row[] = []
const latencies: Latency[] = []
const skipped = new Map<string, string>()
let peak: Peak = { alone: 0, together: 0 }

/** Starts every subject, warms it up, and checks that all of them compute the same loss. */
async function startAll(file: string): Promise<Subject[]> {
  const subjects: Subject[] = []
  for (const spec of specs) {
    if (skipped.has(spec.name)) continue
    try {
      const subject = await startSubject(spec, file)
      await subject.ask({ op: 'train', seconds: 2 * seconds })
      const expected = subjects[0]?.loss ?? subject.loss
      if (!(Math.abs(subject.loss / expected - 1) < 1e-4)) {
        throw new Error(`computes the loss ${subject.loss}, ${subjects[0]?.name} ${expected} from the same weights`)
      }
      subjects.push(subject)
    } catch (error) {
      skipped.set(spec.name, messageOf(error))
    }
  }
  return subjects
}

async function measure(batch: number, state: readonly StateTensor[], folder: string): Promise<void> {
  const file = join(folder, `batch-${batch}`)
  const workload = writeWorkload(file, batch, state)
  progress(`batch ${batch}: starting`)
  const subjects = await startAll(file)
  const speeds = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  const waits = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  for (let round = 1; round <= rounds; round++) {
    progress(`batch ${batch}: round ${round} of ${rounds}`)
    for (const subject of subjects) {
      const { images, seconds: took } = await subject.ask<{ images: number; seconds: number }>({ op: 'train', seconds })
      speeds.get(subject.name)!.push(images / took)
    }
    if (batch !== 64) continue
    for (const subject of subjects) {
      const { milliseconds } = await subject.ask<{ milliseconds: number[] }>({ op: 'infer', count: LATENCY_CALLS })
      if (round > 1) waits.get(subject.name)!.push(...milliseconds) // the first are not yet optimised
    }
  }
  const peers = subjects.filter(({ isEngine }) => !isEngine)
  const best = Math.max(...peers.map(({ name }) => median(speeds.get(name)!)))
  const peaks = [peak, ...subjects.flatMap((subject) => subject.peak ?? [])]
  peak = { alone: Math.max(...peaks.map(({ alone }) => alone)), together: Math.max(...peaks.map(({ together }) => together)) }
  for (const subject of subjects) {
    const own = speeds.get(subject.name)!
    const imagesPerSecond = median(own)
    const { peakMiB } = await subject.ask<{ peakMiB: number }>({ op: 'memory' })
    const gigaflops = (trainingGigaflops(workload) / batch) * imagesPerSecond
    rows.push({
      batch,
      subject: subject.name,
      threads: subject.threads,
      imagesPerSecond,
      range: [Math.min(...own), Math.max(...own)],
      ...(peers.length > 0 && { ratio: imagesPerSecond / best }),
      ...(subject.peak && { peakShare: gigaflops / (subject.threads === 1 ? peak.alone : peak.together) }),
      peakMiB,
    })
    const waited = waits.get(subject.name)!
    if (waited.length > 0) latencies.push({ subject: subject.name, p50: median(waited), p95: quantile(waited, 0.95) })
    subject.end()
  }
}

/** How many times as fast the engine's own threads are as one of them. */
function scalingOf(all: readonly Row[]): Scaling[] {
  return all
    .filter(({ subject }) => subject === 'simd')
    .flatMap(({ batch, threads, imagesPerSecond }) => {
      const one = all.find((row) => row.batch === batch && row.subject === OF_ONE_THREAD)
      return one ? [{ batch, threads, ratio: imagesPerSecond / one.imagesPerSecond }] : []
    })
}

const folder = mkdtempSync(join(tmpdir(), 'lacuna-bench-'))
const load = loadavg()
try {
  const state = await initialState()
  for (const batch of batches) await measure(batch, state, folder)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (!python) skipped.set('PyTorch', 'no Python given; --python PATH or LACUNA_PYTHON')
const report: Report = {
  processor: cpus()[0]?.model.trim() ?? process.arch,
  cores,
  load,
  peak,
  scaling: scalingOf(rows),
  rounds,
  rows,
  latencies,
  skipped: [...skipped].map(([subject, reason]) => ({ subject, reason })),
}
console.log(options.json ? JSON.stringify(report) : formatReport(report))
