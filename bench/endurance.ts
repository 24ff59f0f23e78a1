import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { descendants, isAlive, type ProcessUsage } from '../tests/support/processes.ts'

/**
 * A long training as a user starts it: does its memory stay flat and its speed steady, and does it leave a process behind?
 *
 *     node bench/endurance.ts [--minutes 30] [--threads N]
 *
 * Speed is given by the clock and by processor time, which other programs on the machine disturb less.
 */
const { values: options } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, threads: { type: 'string' } } })
const minutes = Number(options.minutes)
/** The share of the run at its beginning that is left out: buffers fill and code is optimised. */
const WARM_UP = 0.2
const SAMPLE_MS = 5000
/** The preset's. */
const BATCH = 64

/** What the training and its processes have used by a time. */
interface Sample {
  readonly minute: number
  readonly step: number
  readonly residentMiB: number
  readonly processorSeconds: number
}

const folder = mkdtempSync(join(tmpdir(), 'lacuna-endurance-'))
const child = startTraining()
const samples: Sample[] = []
let step = 0
createInterface({ input: child.stdout! }).on('line', (line) => {
  const message = JSON.parse(line) as { event: string; step?: number }
  if (message.event === 'step') step = message.step!
})
const ended = new Promise((resolve) => child.once('close', resolve))
const start = performance.now()
const clock = setInterval(() => samples.push(takeSample()), SAMPLE_MS)
await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 60_000 * minutes))])
clearInterval(clock)
const trainers = descendants(child.pid!)
child.kill('SIGINT')
await ended
const left = trainers.filter(({ pid }) => isAlive(pid))
rmSync(folder, { recursive: true, force: true })
report()
process.exitCode = left.length > 0 ? 1 : 0

function startTraining(): ChildProcess {
  const lacuna = fileURLToPath(new URL('../bin/lacuna.js', import.meta.url))
  const args = ['train', '--json', '--steps', '100000000', '--set', 'validateEvery=1000', '--db', join(folder, 'experiments.db')]
  if (options.threads) args.push('--threads', options.threads)
  return spawn(process.execPath, [lacuna, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

function takeSample(): Sample {
  const all: ProcessUsage[] = descendants(child.pid!)
  return {
    minute: (performance.now() - start) / 60_000,
    step,
    residentMiB: all.reduce((sum, { residentKiB }) => sum + residentKiB, 0) / 1024,
    processorSeconds: all.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Slope of the least-squares line through (x, y). */
function slope(points: readonly (readonly [number, number])[]): number {
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const [xy, xx] = points.reduce(([a, b], [x, y]) => [a + (x - mx) * (y - my), b + (x - mx) ** 2], [0, 0])
  return xy! / xx!
}

/** Images a second between neighbouring samples, and a second of processor time. */
function speeds(all: readonly Sample[]): { minute: number; byClock: number; byProcessor: number }[] {
  return all.slice(1).map((sample, i) => {
    const before = all[i]!
    const images = BATCH * (sample.step - before.step)
    return {
      minute: sample.minute,
      byClock: images / 60 / (sample.minute - before.minute),
      byProcessor: images / (sample.processorSeconds - before.processorSeconds),
    }
  })
}

function report(): void {
  const settled = samples.filter(({ minute }) => minute >= WARM_UP * minutes)
  if (settled.length < 10) throw new Error(`only ${settled.length} samples: give it more --minutes`)
  const all = speeds(settled)
  const length = settled.at(-1)!.minute - settled[0]!.minute
  const drift = (key: 'byClock' | 'byProcessor') => {
    const points = all.filter((point) => Number.isFinite(point[key])).map((point) => [point.minute, point[key]] as const)
    const average = mean(points.map(([, y]) => y))
    const fifths = Array.from({ length: 5 }, (_, i) => points.slice((i * points.length) / 5, ((i + 1) * points.length) / 5))
    const byFifth = fifths.map((part) => mean(part.map(([, y]) => y)).toFixed(0)).join(', ')
    return `${average.toFixed(0)} (by fifths ${byFifth}), drift ${((100 * slope(points) * length) / average).toFixed(1)} % over the time measured`
  }
  const memory = settled.map(({ minute, residentMiB }) => [minute, residentMiB] as const)
  const [least, most] = [Math.min, Math.max].map((pick) => pick(...memory.map(([, mib]) => mib)))
  console.log(
    [
      `${samples.at(-1)!.step} steps in ${minutes} minutes; measured after the first ${(WARM_UP * minutes).toFixed(1)}`,
      `resident memory, all processes: ${least!.toFixed(0)}–${most!.toFixed(0)} MiB, slope ${slope(memory).toFixed(2)} MiB a minute`,
      `images a second: ${drift('byClock')}`,
      `images a second of processor time: ${drift('byProcessor')}`,
      left.length > 0 ? `left running: ${left.map(({ pid }) => pid).join(', ')}` : 'no process left running',
    ].join('\n'),
  )
}
