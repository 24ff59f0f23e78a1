import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { MessagePortMain } from 'electron'
import type { Channel } from '../../../src-shared/contract/rpc.ts'

/** Two ends of a port as Electron gives them, made of Node's, which clone messages by the same algorithm. */
export function portPair(): { main: MessagePortMain; page: Channel & { close(): void } } {
  const { port1, port2 } = new MessageChannel()
  const main = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) => port1.postMessage(message),
    start: () => port1.on('message', (data) => main.emit('message', { data, ports: [] })),
    close: () => port1.close(),
  })
  port1.once('close', () => main.emit('close'))
  return {
    main: main as unknown as MessagePortMain,
    page: {
      post: (message) => port2.postMessage(message),
      listen: (onMessage) => port2.on('message', onMessage),
      onClose: (callback) => port2.once('close', callback),
      close: () => port2.close(),
    },
  }
}
