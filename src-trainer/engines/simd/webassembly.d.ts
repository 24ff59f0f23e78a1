/** What we use of WebAssembly's JavaScript interface; TypeScript declares it with the DOM only, which Node has not. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: true })
    readonly buffer: SharedArrayBuffer
    /** @returns the number of pages before */
    grow(pages: number): number
  }
  class Module {}
  class Instance {
    readonly exports: Record<string, unknown>
  }
  function compile(bytes: BufferSource): Promise<Module>
  function instantiate(module: Module, imports: Record<string, Record<string, unknown>>): Promise<Instance>
}
type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer
