import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../../scripts/chromium.ts'

/** A program that serves, until it has said where. */
export interface Served {
  readonly child: ChildProcess
  readonly url: string
  end(): Promise<void>
}

/** @param address what it prints of itself, on either stream */
export async function serveWith(command: string, args: readonly string[], address: RegExp): Promise<Served> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
        const found = address.exec(printed)?.[0]
        if (found) resolve(found)
      })
    }
    child.once('error', reject)
    child.once('close', () => reject(new Error(`${command} said no address: ${printed}`)))
  })
  return {
    child,
    url,
    end: () => {
      child.kill('SIGINT')
      return ended
    },
  }
}

/** `lacuna serve` over a database. */
export function serveLacuna(database: string): Promise<Served> {
  const program = fileURLToPath(new URL('../../bin/lacuna.js', import.meta.url))
  const args = [program, 'serve', '--no-open', '--port', '0', '--db', database]
  return serveWith(process.execPath, args, /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/)
}

/** Its own pages take seconds of processor time when it starts; people have theirs open. */
const startingMs = 3000

export async function openChromium(): Promise<Browser> {
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu'] })
  await sleep(startingMs)
  return browser
}
