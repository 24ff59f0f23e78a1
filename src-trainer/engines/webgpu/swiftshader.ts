import { existsSync, globSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where Chromium and its kin lie with their software Vulkan driver beside them, on Linux. */
const FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib64/chromium-browser',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  join(homedir(), '.cache/ms-playwright/chromium*/chrome-linux*'),
  'node_modules/electron/dist',
]

/** The manifest of SwiftShader, the software Vulkan driver that Chromium comes with; undefined where none is found. */
export function findSwiftshader(): string | undefined {
  if (process.platform !== 'linux') return undefined
  for (const folder of FOLDERS) {
    const candidates = folder.includes('*') ? globSync(folder) : [folder]
    for (const candidate of candidates) {
      const manifest = join(candidate, 'vk_swiftshader_icd.json')
      if (existsSync(manifest)) return manifest
    }
  }
  return undefined
}
