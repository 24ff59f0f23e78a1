/**
 * Gradients of the standard operations that a model uses between our own ops. TensorFlow.js' core comes to Node without any
 * (`register_all_gradients` is in its browser build alone), so what a model differentiates through is listed here.
 */
import * as tf from '@tensorflow/tfjs-core'

tf.registerGradient({
  kernelName: tf.Reshape,
  inputsToSave: ['x'],
  gradFunc: (dy, saved) => ({ x: () => tf.reshape(dy as tf.Tensor, saved[0]!.shape) }),
})

tf.registerGradient({
  kernelName: tf.Add,
  inputsToSave: ['a', 'b'],
  gradFunc(dy, saved) {
    const [a, b] = saved
    if (!tf.util.arraysEqual(a!.shape, b!.shape))
      throw new Error(`the gradient of add is for equal shapes, got ${a!.shape} and ${b!.shape}`)
    return { a: () => tf.clone(dy as tf.Tensor), b: () => tf.clone(dy as tf.Tensor) }
  },
})
