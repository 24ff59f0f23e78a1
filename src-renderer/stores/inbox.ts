import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { messageOf } from '../../src-shared/errors.ts'
import type { Dropped } from '../files/dropped.ts'
import { connection } from '../rpc/client.ts'

/** Bytes of a message at most, and messages under way at once: what comes next is read while the last is being written. */
const messageBytes = 4 << 20
const messageFiles = 2_000
const underWay = 3

interface Piece {
  readonly name: string
  readonly bytes: Uint8Array
  readonly append: boolean
}

/** Files as messages: small ones together, large ones in pieces. */
async function* messagesOf(files: Dropped['files'], signal: AbortSignal): AsyncGenerator<Piece[]> {
  let message: Piece[] = []
  let bytes = 0
  for (const { name, file } of files) {
    for (let at = 0; at === 0 || at < file.size; at += messageBytes) {
      signal.throwIfAborted()
      const piece = new Uint8Array(await file.slice(at, at + messageBytes).arrayBuffer())
      if (bytes + piece.length > messageBytes || message.length === messageFiles) {
        yield message
        message = []
        bytes = 0
      }
      message.push({ name, bytes: piece, append: at > 0 })
      bytes += piece.length
    }
  }
  if (message.length > 0) yield message
}

/** Pictures on their way from this machine to the workbench's. */
export const useInbox = defineStore('inbox', () => {
  const sending = ref<{ name: string; files: number; sent: number; total: number }>()
  const problem = ref<string>()
  const share = computed(() => (sending.value ? sending.value.sent / Math.max(1, sending.value.total) : 0))
  let stop: AbortController | undefined

  /**
   * Copies what was dropped into the workbench's data folder.
   *
   * @returns where its folder (or zip) is there; undefined when it was cancelled or failed, which `problem` then says
   */
  async function send({ name, files }: Dropped): Promise<string | undefined> {
    stop?.abort()
    const mine = new AbortController()
    stop = mine
    problem.value = undefined
    const total = files.reduce((sum, { file }) => sum + file.size, 0)
    sending.value = { name, files: files.length, sent: 0, total }
    let inbox: string | undefined
    try {
      const isZip = files.length === 1 && files[0]!.name === name
      const begun = await connection.call('inbox.begin', { name: isZip ? 'zip' : name })
      inbox = begun.inbox
      const writing = new Set<Promise<unknown>>()
      for await (const message of messagesOf(files, mine.signal)) {
        // Pieces of one file must arrive in order: one that goes on waits for all before it.
        if (message[0]!.append) await Promise.all(writing)
        while (writing.size >= underWay) await Promise.race(writing)
        const write = connection.call('inbox.write', { inbox, files: message }, { signal: mine.signal }).then(() => {
          writing.delete(write)
          if (sending.value && stop === mine) sending.value.sent += message.reduce((sum, { bytes }) => sum + bytes.length, 0)
        })
        writing.add(write)
      }
      await Promise.all(writing)
      return isZip ? `${begun.path}/${name}` : begun.path
    } catch (error) {
      if (!mine.signal.aborted) problem.value = `${name} could not be copied: ${messageOf(error)}`
      if (inbox) void connection.call('inbox.discard', { inbox }).catch(() => {})
      return undefined
    } finally {
      if (stop === mine) sending.value = undefined
    }
  }

  return { sending, share, problem, send, cancel: () => stop?.abort() }
})
