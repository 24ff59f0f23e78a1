import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const driverFile = '/proc/driver/nvidia/version'

/** NVIDIA's cards in the order of the bus, by name; none where there is no driver. */
export function graphicsCards(): string[] {
  const { status, stdout } = spawnSync('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().split('\n').filter(Boolean) : []
}

/** NVIDIA's driver, in its own words; empty where there is none. Cheap. */
export function driverVersion(): string {
  return existsSync(driverFile) ? readFileSync(driverFile, 'utf8').trim() : ''
}
