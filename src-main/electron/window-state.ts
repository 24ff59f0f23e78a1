import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const windowStateSchema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int(),
  height: z.int(),
  maximized: z.boolean(),
})

/** Where the window stands, in screen pixels independent of density; without x and y it is centred. */
export type WindowState = z.infer<typeof windowStateSchema>

/** A part of the desktop: a display without its bars. */
interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const smallestWindow = { width: 1024, height: 700 } as const
const firstWindow: WindowState = { width: 1440, height: 900, maximized: false }

/** How much of the title bar has to be in view for the window to be reached, in pixels. */
const reachable = { width: 120, height: 40 }

/** What was saved; the first start's state where there is none or it cannot be read. */
export function readWindowState(file: string): WindowState {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return firstWindow
  }
}

export function saveWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(state))
}

/** The saved state on the displays there are now: centred again where its display is gone. */
export function placeWindow(saved: WindowState, displays: readonly Area[]): WindowState {
  const width = Math.max(saved.width, smallestWindow.width)
  const height = Math.max(saved.height, smallestWindow.height)
  const { x, y, maximized } = saved
  if (x === undefined || y === undefined) return { width, height, maximized }
  const inView = displays.some(
    (display) =>
      Math.min(x + width, display.x + display.width) - Math.max(x, display.x) >= reachable.width &&
      y >= display.y &&
      y + reachable.height <= display.y + display.height,
  )
  return { ...(inView && { x, y }), width, height, maximized }
}
