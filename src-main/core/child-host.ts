import { type ChildProcess, fork } from 'node:child_process'
import type { Channel } from '../../src-shared/contract/rpc.ts'
import { entryPath, nodeBinary } from './program.ts'

/** Lines of a child's stderr kept to explain its end. */
const keptLines = 20

/** A child process of ours and the channel to it. */
export interface Child {
  readonly channel: Channel
  readonly pid: number | undefined
  /** Resolves when the process is gone: how it went, and the last lines it wrote to stderr. */
  readonly exited: Promise<{ code: number | null; signal: string | null; stderr: string }>
  kill(signal?: 'SIGTERM' | 'SIGKILL'): void
}

/** @param entry a script such as "src-trainer/training-child.ts" */
export function startChild(entry: string, execArgv: string[] = []): Child {
  const child: ChildProcess = fork(entryPath(entry), {
    execPath: nodeBinary(),
    execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv],
    serialization: 'advanced',
    // A session of its own, out of reach of a terminal's Ctrl-C, of which its host tells it. (On Windows it would open a console.)
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lines: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines = [...lines, ...text.split('\n').filter((line) => line.trim() !== '')].slice(-keptLines)
  })
  const exited = new Promise<Awaited<Child['exited']>>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, stderr: error.message }))
    child.once('close', (code, signal) => resolve({ code, signal, stderr: lines.join('\n') }))
  })
  return {
    pid: child.pid,
    exited,
    kill: (signal = 'SIGTERM') => child.kill(signal),
    channel: {
      post: (message) => {
        if (child.connected) child.send(message as object, () => {})
      },
      listen: (onMessage) => child.on('message', onMessage),
      onClose: (callback) => void exited.then(callback),
    },
  }
}
