import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { BuildProgress } from '../../../src-shared/datasets.ts'

/** A process, so that it is not taken for a later one of the same number. */
export type Builder = BuildProgress['builder']

/** When a process started, in the kernel's own units; empty where that can't be had. */
async function startTimeOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ''
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

export async function thisProcess(): Promise<Builder> {
  return { host: hostname(), pid: process.pid, startTime: await startTimeOf(process.pid) }
}

/** Whether a builder lives. One on another machine is believed to, for as long as its progress is fresh. */
export async function isAlive({ host, pid, startTime }: Builder, updatedAt: number, now: number): Promise<boolean> {
  if (host !== hostname()) return now - updatedAt < 60_000
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const started = await startTimeOf(pid)
  return started === '' || startTime === '' || started === startTime
}

export interface BuildLock {
  release(): Promise<void>
}

const LOCK = /^lock\.(\d+)$/

async function lockNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map((name) => Number(LOCK.exec(name)?.[1] ?? -1)).filter((number) => number >= 0)
}

/**
 * The right to build in a folder, or null where a living process holds it.
 *
 * Locks are numbered and the highest counts: a dead or released one is succeeded by creating the next, which one process alone can
 * do. No lock is taken away while it is the highest, so that a slow process can't remove its successor's.
 *
 * @param lastSign when the build last showed progress, UTC milliseconds
 */
export async function takeBuildLock(folder: string, now: () => number, lastSign = 0): Promise<BuildLock | null> {
  const numbers = await lockNumbers(folder)
  const highest = Math.max(-1, ...numbers)
  if (highest >= 0 && (await isHeld(join(folder, `lock.${highest}`), now(), lastSign))) return null
  const mine = join(folder, `lock.${highest + 1}`)
  try {
    await writeFile(mine, JSON.stringify({ ...(await thisProcess()), takenAt: now() }), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null
    throw error
  }
  for (const number of numbers) await rm(join(folder, `lock.${number}`), { force: true })
  return { release: () => writeFile(mine, '"released"') }
}

async function isHeld(path: string, now: number, lastSign: number): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '"released"')
  if (text === '"released"') return false
  if (text === '') {
    const { mtimeMs } = await stat(path) // created and not yet written; for long only where its process died just then
    return Date.now() - mtimeMs < 5_000
  }
  const { takenAt, ...builder } = JSON.parse(text) as Builder & { takenAt: number }
  return isAlive(builder, Math.max(takenAt, lastSign), now)
}

/** Locks of a finished build: nobody needs them. */
export async function clearBuildLocks(folder: string): Promise<void> {
  for (const number of await lockNumbers(folder)) await rm(join(folder, `lock.${number}`), { force: true })
}
