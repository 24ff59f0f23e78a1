import type { Channel } from '../src-shared/contract/rpc.ts'
import { WorkbenchError } from '../src-shared/errors.ts'

/** This process's end of the pipe to its host (`child_process.fork` with `serialization: 'advanced'`). */
export function hostChannel(): Channel {
  if (!process.send)
    throw new WorkbenchError('no-host', 'this is a part of Lacuna that its host starts; run `lacuna train` instead')
  return {
    post: (message) => {
      if (process.connected) process.send?.(message)
    },
    listen: (onMessage) => process.on('message', onMessage),
    onClose: (callback) => process.once('disconnect', callback),
  }
}

/** A terminal's Ctrl-C reaches every process in the foreground; only the host decides what it means. */
export function leaveSignalsToHost(): void {
  process.on('SIGINT', () => {})
}
