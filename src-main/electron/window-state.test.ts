import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { placeWindow, readWindowState, saveWindowState } from './window-state.ts'

const left = { x: 0, y: 25, width: 1920, height: 1055 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }

describe('placeWindow', () => {
  it('keeps a window that can be reached, on any display', () => {
    const saved = { x: 2000, y: 100, width: 1600, height: 1000, maximized: true }
    expect(placeWindow(saved, [left, right])).toEqual(saved)
  })

  it('centres a window whose display is gone or whose title bar is above it, and keeps its size', () => {
    const away = { x: 2000, y: 100, width: 1600, height: 1000, maximized: false }
    expect(placeWindow(away, [left])).toEqual({ width: 1600, height: 1000, maximized: false })
    expect(placeWindow({ ...away, x: 100, y: 0 }, [left])).toEqual({ width: 1600, height: 1000, maximized: false })
  })

  it('never opens smaller than the page needs', () => {
    expect(placeWindow({ width: 200, height: 100, maximized: false }, [left])).toMatchObject({ width: 1024, height: 700 })
  })
})

describe('readWindowState', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lacuna-window-'))

  it('reads what was saved', () => {
    const file = join(folder, 'profile', 'window.json')
    saveWindowState(file, { x: 1, y: 2, width: 1300, height: 800, maximized: false })
    expect(readWindowState(file)).toEqual({ x: 1, y: 2, width: 1300, height: 800, maximized: false })
  })

  it('starts at 1440×900 without a file, and with one that is no state', () => {
    const broken = join(folder, 'broken.json')
    writeFileSync(broken, '{"width": "wide"')
    for (const file of [broken, join(folder, 'none.json')]) {
      expect(readWindowState(file)).toEqual({ width: 1440, height: 900, maximized: false })
    }
  })
})
