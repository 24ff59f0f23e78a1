import { messageOf, WorkbenchError } from '../../../src-shared/errors.ts'
import { findSwiftshader } from './swiftshader.ts'

/** A graphics adapter that Dawn, Chromium's WebGPU, can open in this process. */
export interface Adapter {
  readonly name: string
  /** True where the processor stands in for a graphics card. */
  readonly software: boolean
  readonly adapter: GPUAdapter
  /** Dawn itself: gone, it takes the process with it while a device of it is in use; kept, it keeps the process from ending. */
  readonly gpu: GPU
}

/** `--device software`: whichever software adapter there is. */
const SOFTWARE = 'software'

/** Software drivers by name, besides those that Dawn itself calls a fallback. */
const SOFTWARE_NAMES = /llvmpipe|lavapipe|swiftshader|basic render|\bwarp\b/i

/** An adapter of this name is asked for to hear the names of those there are. */
const NOBODY = 'nobody has this name'

const DRIVERS = 'install the driver of a graphics card (on Linux one for Vulkan)'

type Create = (options: string[]) => GPU

/**
 * Loads Dawn, and puts WebGPU's global names in place, where TensorFlow.js looks for them.
 *
 * @throws WorkbenchError `engine-open` where its npm package is absent or does not load
 */
export async function loadDawn(): Promise<Create> {
  const { create, globals } = await import('webgpu').catch((error: NodeJS.ErrnoException) => {
    const absent = error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND'
    const why = absent ? `it has no build for ${process.platform} ${process.arch}, or is not installed` : messageOf(error)
    throw new WorkbenchError(
      'engine-open',
      `the npm package webgpu does not load: ${why}; npm install brings it where it can run`,
    )
  })
  Object.assign(globalThis, globals)
  return create
}

/**
 * Opens the adapter that is wanted.
 *
 * @param wanted part of its name, or `software`; absent for the strongest that is hardware
 * @throws WorkbenchError `engine-open` where there is no such one: what there is, and what to do
 */
export async function openAdapter(create: Create, wanted: string | undefined): Promise<Adapter> {
  let found = await listAdapters(create)
  if (wanted === undefined) return strongest(create, found)
  if (wanted.toLowerCase() === SOFTWARE && !found.some(({ software }) => software)) found = await withSwiftshader(create)
  const fits = ({ name, software }: Adapter) =>
    wanted.toLowerCase() === SOFTWARE ? software : name.toLowerCase().includes(wanted.toLowerCase())
  const adapter = found.find(fits)
  if (adapter) return adapter
  throw new WorkbenchError(
    'engine-open',
    wanted.toLowerCase() === SOFTWARE
      ? `no software adapter found: install a software Vulkan driver (Debian: mesa-vulkan-drivers of Debian 13 or newer, or chromium, which has one)`
      : `no device "${wanted}": found ${describe(found)}; expected part of such a name, or "${SOFTWARE}"`,
  )
}

/** Every adapter there is, each once. */
export async function listAdapters(create: Create): Promise<Adapter[]> {
  const found: Adapter[] = []
  for (const name of await adapterNames(create)) {
    const gpu = create([`adapter=${name}`])
    const adapter = await request(gpu)
    if (adapter) found.push({ name, software: isSoftware(name, adapter.info), adapter, gpu })
  }
  return found
}

async function strongest(create: Create, found: readonly Adapter[]): Promise<Adapter> {
  const hardware = found.filter(({ software }) => !software)
  const preferred = await request(create([]), { powerPreference: 'high-performance' })
  const same = ({ adapter: { info } }: Adapter) =>
    preferred !== null && info.device === preferred.info.device && info.description === preferred.info.description
  const adapter = hardware.find(same) ?? hardware[0]
  if (adapter) return adapter
  throw new WorkbenchError(
    'engine-open',
    found.length > 0
      ? `only a software adapter was found (${describe(found)}), which is slower than simd: ${DRIVERS}, or try it with --device ${SOFTWARE}`
      : `no graphics adapter was found: ${DRIVERS}; --device ${SOFTWARE} tries it on the processor, slowly`,
  )
}

/** SwiftShader, Chromium's software driver, where Chromium is installed: Dawn asks more of a driver than older ones of Mesa have. */
async function withSwiftshader(create: Create): Promise<Adapter[]> {
  const driver = findSwiftshader()
  if (!driver) return []
  process.env.VK_ADD_DRIVER_FILES = driver
  return listAdapters(create)
}

async function adapterNames(create: Create): Promise<string[]> {
  try {
    await create([`adapter=${NOBODY}`]).requestAdapter()
    return []
  } catch (error) {
    return [...new Set([...messageOf(error).matchAll(/name: '(.*)'/g)].map(([, name]) => name!))]
  }
}

async function request(gpu: GPU, options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> {
  try {
    return await gpu.requestAdapter(options)
  } catch {
    return null // it went away between the two questions
  }
}

function isSoftware(name: string, info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || SOFTWARE_NAMES.test(`${name} ${info.device} ${info.description}`)
}

function describe(adapters: readonly Adapter[]): string {
  return adapters.map(({ name }) => name).join(', ') || 'none'
}
