import { execFileSync } from 'node:child_process'

/** What a process uses, as `ps` tells it. */
export interface ProcessUsage {
  readonly pid: number
  readonly residentKiB: number
  /** Since it began, in whole seconds. */
  readonly processorSeconds: number
}

/** A process and all that it has started, itself first; empty where it is gone. */
export function descendants(root: number): ProcessUsage[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,time='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, rss, time]) => ({
      pid: Number(pid),
      parent: Number(parent),
      residentKiB: Number(rss),
      processorSeconds: parseTime(time!),
    }))
  const found = all.filter(({ pid }) => pid === root)
  // A list that grows while it is walked.
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid))
  return found
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** [[days-]hours:]minutes:seconds */
function parseTime(text: string): number {
  const [clock, days = '0'] = text.split('-').toReversed() as [string, string?]
  return clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0) + 86_400 * Number(days)
}
