import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DatasetCache } from '../../src-main/core/datasets/dataset-cache.ts'
import { makeCelebA } from './make-celeba.ts'

/**
 * How fast CelebA becomes a cache, beside Pillow in as many processes on the same files in the same run:
 *
 *     node bench/datasets/celeba.ts [--files 20000] [--broken 50] [--workers 2] [--python PYTHON] [--rounds 2]
 */
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    broken: { type: 'string', default: '50' },
    workers: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '2' },
    python: { type: 'string', default: process.env.LACUNA_PYTHON ?? 'python3' },
  },
})
const [files, broken, workers, rounds] = [values.files, values.broken, values.workers, values.rounds].map(Number) as [
  number,
  number,
  number,
  number,
]
const folder = mkdtempSync(join(tmpdir(), 'lacuna-bench-'))
const rate = (seconds: number) => Math.round(files / seconds)
const spent = ({ user, system }: { user: number; system: number }) => (user + system) / 1e6

async function measureLacuna(): Promise<{
  seconds: number
  processor: number
  data: string
  problems: number
  unnamed: string[]
  /** Resident, when a quarter was made and at the end, in MB. */
  memory: [number, number]
}> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const definition = { name: 'celeba', kind: 'celeba', options: { path: folder } }
  const cache = new DatasetCache({ dataFolder, workers, definitions: () => [definition] })
  const start = performance.now()
  const before = process.cpuUsage()
  const resident = () => Math.round(process.memoryUsage.rss() / 1e6)
  let early = 0
  const onProgress = ({ done, total }: { done: number; total: number }) => {
    if (early === 0 && done >= total / 4) early = resident()
  }
  const opened = await cache.open('celeba', { imageSize: 32 }, { onProgress })
  const { problems } = await opened.complete
  const memory: [number, number] = [early, resident()]
  const seconds = (performance.now() - start) / 1000
  const processor = spent(process.cpuUsage(before))
  const unnamed = [...expected].filter(
    ([name, what]) => !problems.some((problem) => problem.file === name && what.test(problem.what)),
  )
  const names = unnamed.map(([name]) => name)
  return { seconds, processor, data: join(opened.folder, 'images.u8'), problems: problems.length, unnamed: names, memory }
}

/** @returns seconds from "go" to the last process's end, imports not counted */
async function measurePillow(): Promise<{ seconds: number; processor: number; data: string[] }> {
  const script = fileURLToPath(new URL('./pillow_crop.py', import.meta.url))
  const data = Array.from({ length: workers }, (_, i) => join(folder, `pillow-${i}.u8`))
  const children = data.map((out, i) =>
    spawn(values.python, [script, folder, String(i), String(workers), out], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  await Promise.all(children.map((child) => new Promise((resolve) => child.stdout.once('data', resolve))))
  // As Lacuna's workers are on Linux: on a busy machine it would not be the same race.
  if (process.platform === 'linux') for (const { pid } of children) setPriority(pid!, 5)
  const start = performance.now()
  for (const child of children) child.stdin.end('go\n')
  const times = children.map((child) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    return new Promise<number>((resolve) => child.once('close', () => resolve(Number(text))))
  })
  const processor = (await Promise.all(times)).reduce((sum, time) => sum + time, 0)
  return { seconds: (performance.now() - start) / 1000, processor, data }
}

function pillowVersion(): string | null {
  try {
    return execFileSync(values.python, ['-c', 'import numpy, PIL; print(PIL.__version__)'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  } catch {
    return null
  }
}

let expected = new Map<string, RegExp>()
try {
  const began = performance.now()
  expected = await makeCelebA(folder, files, broken)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  writeFileSync(join(folder, 'broken.txt'), [...expected.keys()].join('\n')) // Pillow makes something of some of them
  console.log(
    `${files} files of 178×218, ${broken} of them broken in ten ways, made in ${seconds} s; ${workers} threads or processes`,
  )
  const version = pillowVersion()
  for (let round = 1; round <= rounds; round++) {
    const lacuna = await measureLacuna()
    console.log(
      `round ${round}  Lacuna  ${rate(lacuna.seconds)} pictures/s (${rate(lacuna.processor)} a core's second)  ${lacuna.problems} problems named` +
        `${lacuna.unnamed.length > 0 ? `, NOT NAMED: ${lacuna.unnamed.join(', ')}` : ''}  memory ${lacuna.memory.join(' MB at a quarter, ')} MB at the end`,
    )
    if (version === null) {
      console.log(`round ${round}  Pillow  skipped: no Pillow and numpy in ${values.python}; give --python or LACUNA_PYTHON`)
      continue
    }
    const pillow = await measurePillow()
    const [ours, theirs] = [readFileSync(lacuna.data), Buffer.concat(pillow.data.map((path) => readFileSync(path)))]
    let furthest = 0
    for (let i = 0; i < ours.length; i++) furthest = Math.max(furthest, Math.abs(ours[i]! - theirs[i]!))
    const same = ours.length === theirs.length ? `differ by at most ${furthest}` : 'HAVE NOT THE SAME PICTURES'
    console.log(
      `round ${round}  Pillow ${version}  ${rate(pillow.seconds)} pictures/s (${rate(pillow.processor)} a core's second)`,
    )
    console.log(
      `round ${round}  ratio ${(pillow.seconds / lacuna.seconds).toFixed(2)} (by processor time ${(pillow.processor / lacuna.processor).toFixed(2)}); the two ${same}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
