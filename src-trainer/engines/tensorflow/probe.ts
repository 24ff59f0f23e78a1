import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { messageOf } from '../../../src-shared/errors.ts'
import type { EngineProbe } from '../engine.ts'
import { findInstallation, type Installation, setupFolder } from './installation.ts'
import { driverVersion } from './nvidia.ts'
import { howToSetUp } from './setup-command.ts'

const checkScript = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './check.ts' : './check.js', import.meta.url))
/** Long enough for CUDA to compile its kernels for a card it does not know. */
const checkTimeoutMs = 120_000

/** What a check found: the last line that `check.ts` prints. */
const verdictSchema = z.strictObject({ device: z.string() })
const proofSchema = z.strictObject({ key: z.string(), device: z.string() })

/**
 * Does TensorFlow work here? It is 800 MB to load, may take hold of a card and may, being native, bring its process down: so a process of its
 * own tries a training step, and the answer is kept until the binding, the Node or the driver is another.
 */
export async function probe(): Promise<EngineProbe> {
  const installation = findInstallation()
  if (!installation) return { available: false, reason: `not set up on this machine: ${howToSetUp()}` }
  const kept = readProof()
  if (kept?.key === keyOf(installation)) return { available: true, device: kept.device }
  try {
    const device = await check()
    keepProof(installation, device)
    return { available: true, device }
  } catch (error) {
    return {
      available: false,
      reason: `does not work here: ${messageOf(error)}; ${howToSetUp('it builds a newer one')}`,
    }
  }
}

/**
 * Tries TensorFlow in a process of its own.
 *
 * @param folder of a setup that is not in its place yet
 * @returns the device it ran on
 * @throws Error with one line of why it does not work
 */
export async function check(folder?: string): Promise<string> {
  const env = folder === undefined ? process.env : { ...process.env, LACUNA_TENSORFLOW: folder }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', checkScript], {
      env,
      timeout: checkTimeoutMs,
    })
    return verdictSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).device
  } catch (error) {
    const { signal, stderr } = error as { signal?: string | null; stderr?: string }
    if (signal) throw new Error(`the process that tried it was ended by ${signal}`)
    throw new Error(stderr?.trim().split('\n').at(-1) || messageOf(error))
  }
}

function keyOf({ binding }: Installation): string {
  const { mtimeMs, size } = statSync(binding)
  return JSON.stringify([binding, mtimeMs, size, process.version, driverVersion()])
}

export const proofFile = () => `${setupFolder()}-check.json`

function readProof(): z.infer<typeof proofSchema> | undefined {
  try {
    return proofSchema.parse(JSON.parse(readFileSync(proofFile(), 'utf8')))
  } catch {
    return undefined
  }
}

/** Remembers that an installation works, and on what. */
export function keepProof(installation: Installation, device: string): void {
  try {
    mkdirSync(dirname(proofFile()), { recursive: true })
    writeFileSync(proofFile(), JSON.stringify({ key: keyOf(installation), device }))
  } catch {
    // Asked again next time.
  }
}
