/// <reference types="vite/client" />

interface Window {
  /** What Electron's preload exposes; absent in a browser. */
  readonly lacuna?: {
    readonly port: {
      post(message: unknown): void
      listen(onMessage: (message: unknown) => void): void
      onClose(callback: () => void): void
    }
    /** Asks for a folder; null when none was chosen. */
    readonly pickFolder?: () => Promise<string | null>
    /** Where a dropped file or folder is on this machine. */
    readonly pathOf?: (file: File) => string
  }
}
