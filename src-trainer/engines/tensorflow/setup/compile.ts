import { join, relative } from 'node:path'
import { setupParts } from '../installation.ts'
import { run } from './run.ts'
import type { TensorFlowFiles } from './wheel.ts'

/** Compiles the Node package's own sources of its binding against TensorFlow's headers and libraries: about ten seconds. */
export async function compileBinding(folder: string, name: string, tensorflow: TensorFlowFiles, compiler: string): Promise<void> {
  const { modules, binding } = setupParts(folder)
  const sources = join(modules, name)
  await run('compile the binding', compiler, [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-w', '-DNAPI_VERSION=8'],
    // The sources name their own headers, and the package's folder by "..".
    ...[join(modules, 'node-api-headers', 'include'), join(tensorflow.folder, 'include'), sources].map((path) => `-I${path}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(sources, 'binding', file)),
    ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((file) => join(tensorflow.folder, file)),
    // From where the binding lies: the folder is moved in place when all of it works.
    `-Wl,-rpath,$ORIGIN/${relative(folder, tensorflow.folder)}`,
    ...['-o', binding],
  ])
}
