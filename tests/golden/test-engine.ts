/** The engine that unit tests of the model run on: ours where it opens, else TensorFlow.js' plain one. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { openEngine } from '../../src-trainer/engines/registry.ts'

/** Opens it, and returns its name: `simd` or `cpu`. */
export async function openTestEngine(): Promise<string> {
  try {
    await openEngine('simd', { threads: 1 })
  } catch {
    await tf.setBackend('cpu')
  }
  await tf.ready()
  return tf.getBackend()
}
