// What Node and every browser share beyond the language: src-shared is compiled against this and nothing else.
declare class AbortSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}
declare function atob(base64: string): string
declare function btoa(bytes: string): string
declare class AbortController {
  readonly signal: AbortSignal
  abort(): void
}
