/**
 * An engine is a TensorFlow.js backend opened by name. The model, losses and training step are written once against
 * TensorFlow.js and never ask which engine runs them.
 */
export interface EngineOptions {
  /** Threads to compute with; the engine's own choice when absent. */
  readonly threads?: number | undefined
  /** Device name, for engines that drive more than one. */
  readonly device?: string | undefined
}

/** An open engine: TensorFlow.js' current backend until `close`. */
export interface Engine {
  readonly name: string
  /** What computes, in words: "1 thread, 128-bit tiles, AMD EPYC". */
  readonly device: string
  readonly threads: number
  /** Bytes of tensor memory in use and reserved, for logs and the bench. */
  memory(): { used: number; reserved: number }
  close(): void
}

export type EngineProbe = { available: true; device: string } | { available: false; reason: string }

/** A registry entry: cheap to list, probes without side effects, opens on demand. */
export interface EngineEntry {
  readonly name: string
  /** One line for `doctor` and the launch form. */
  readonly summary: string
  probe(): Promise<EngineProbe>
  open(options: EngineOptions): Promise<Engine>
}
