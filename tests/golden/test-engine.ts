/** The engine that unit tests of the model run on: ours where it opens, else TensorFlow.js' plain one. */
import * as tf from '@tensorflow/tfjs-core'

export async function openTestEngine(): Promise<string> {
  const registry = new URL('../../src-trainer/engines/registry.ts', import.meta.url).href
  try {
    const { openEngine } = await import(/* @vite-ignore */ registry)
    await openEngine('simd', {})
  } catch {
    await import('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
  }
  await tf.ready()
  return tf.getBackend()
}
