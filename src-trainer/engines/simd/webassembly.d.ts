/** What we use of WebAssembly's JavaScript interface; TypeScript declares it with the DOM only, which Node has not. */
declare namespace WebAssembly {
  class Memory<Shared extends boolean = true> {
    constructor(descriptor: Shared extends true ? { initial: number; maximum: number; shared: true } : { initial: number })
    readonly buffer: Shared extends true ? SharedArrayBuffer : ArrayBuffer
    /** @returns the number of pages before */
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: BufferSource)
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>)
    readonly exports: Record<string, unknown>
  }
  function compile(bytes: BufferSource): Promise<Module>
  function instantiate(module: Module, imports: Record<string, Record<string, unknown>>): Promise<Instance>
}
type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer
