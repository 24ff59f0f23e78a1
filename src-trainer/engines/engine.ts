import type { EngineInfo } from '../../src-shared/contract/engines.ts'

/**
 * An engine is a TensorFlow.js backend opened by name. The model, losses and training step are written once against
 * TensorFlow.js and never ask which engine runs them.
 */
export interface EngineOptions {
  /** Threads to compute with, for engines on the processor; the engine's own choice when absent. */
  readonly threads?: number | undefined
  /** Part of a device's name, for engines that drive more than one. */
  readonly device?: string | undefined
  /** Told when the device is gone, once: nothing computed since is worth anything, and reads may never answer. */
  readonly onLost?: ((why: string) => void) | undefined
}

/** An open engine: TensorFlow.js' current backend until `close`. */
export interface Engine {
  readonly name: string
  /** What computes, in words: "1 thread, 128-bit tiles, AMD EPYC". */
  readonly device: string
  readonly threads: number
  /** True where a device computes by itself: read with `await tensor.data()`, and late. Where reading helps to compute, it is false. */
  readonly asynchronous: boolean
  /** Resolves when everything queued so far has been computed. */
  settled(): Promise<void>
  /** Throws what has gone wrong on the device since it was opened, such as its memory running out; call after reading. */
  check(): void
  /** Bytes of tensor memory in use and reserved, for logs and the bench. */
  memory(): { used: number; reserved: number }
  close(): void
}

/** What trying an engine found, and what it can be asked for by name. */
export type EngineProbe = Pick<EngineInfo, 'devices'> &
  ({ available: true; device: string } | { available: false; reason: string })

/** A registry entry: cheap to list, probes without side effects, opens on demand. */
export interface EngineEntry {
  readonly name: string
  /** One line for `doctor` and the launch form. */
  readonly summary: string
  /** @param options as for `open`: whether exactly that would open */
  probe(options?: EngineOptions): Promise<EngineProbe>
  open(options: EngineOptions): Promise<Engine>
}
