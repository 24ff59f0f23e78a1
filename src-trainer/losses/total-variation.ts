import * as tf from '@tensorflow/tfjs-core'
import { WorkbenchError } from '../../src-shared/errors.ts'
import type { Neighbours } from '../model/batch.ts'

/**
 * Total variation of images, with its gradient in the same passes.
 *
 * All tensors are the flat batch [batch · height · width · channel], in which the neighbour to the right is `channels` further
 * and the one below `width · channels` further; weights blot out the pairs that would cross a border. So a difference is one
 * contiguous shift, and the gradient one shift back, whatever the backend.
 */
export interface Differences {
  /** Right neighbour minus value, 0 where there is none. */
  readonly right: tf.Tensor1D
  /** Lower neighbour minus value, 0 where there is none. */
  readonly below: tf.Tensor1D
}

interface TvForm {
  /** Each value's term. */
  terms(differences: Differences): Differences
  /** Derivatives of the sum of all terms with respect to the differences. */
  slopes(differences: Differences): Differences
  /** True where a value has one term for both of its pairs: it is free when either pair is. */
  readonly joint?: boolean
}

/**
 * - `squared`: Σ (Î_{i+1,j} − Î_{i,j})² + (Î_{i,j+1} − Î_{i,j})², the slides' L_TV (the Dirichlet energy)
 * - `l1`: the sum of absolute differences, the usual anisotropic total variation; its slope at 0 is 0
 * - `isotropic`: Σ √(right² + below²) (Rudin, Osher & Fatemi, Physica D 60, 1992); its slope at 0 is 0
 */
const FORMS: Record<string, TvForm> = {
  squared: {
    terms: ({ right, below }) => ({ right: tf.square(right), below: tf.square(below) }),
    slopes: ({ right, below }) => ({ right: tf.mul(right, 2), below: tf.mul(below, 2) }),
  },
  l1: {
    terms: ({ right, below }) => ({ right: tf.abs(right), below: tf.abs(below) }),
    slopes: ({ right, below }) => ({ right: tf.sign(right), below: tf.sign(below) }),
  },
  isotropic: {
    joint: true,
    terms: (differences) => ({ right: magnitude(differences), below: tf.zerosLike(differences.below) }),
    slopes(differences) {
      const length = magnitude(differences)
      return { right: tf.divNoNan(differences.right, length), below: tf.divNoNan(differences.below, length) }
    },
  },
}

function magnitude({ right, below }: Differences): tf.Tensor1D {
  return tf.sqrt(tf.add(tf.square(right), tf.square(below)))
}

export const tvForms = Object.keys(FORMS)

export interface TotalVariation {
  /** Scalar: the sum over all pairs of neighbours. */
  readonly sum: tf.Scalar
  /** Scalar: the sum over the pairs that are not both known; only these have a gradient. */
  readonly freeSum: tf.Scalar
  /** d sum / d images, flat; computed on request. */
  gradient(): tf.Tensor1D
}

/**
 * Sums of a total variation's terms over a batch of images.
 *
 * @param images flat [batch · height · width · channel], unclipped
 * @param width columns of an image
 * @param form one of `tvForms`
 */
export function totalVariation(
  images: tf.Tensor1D,
  width: number,
  channels: number,
  neighbours: Neighbours,
  form = 'squared',
): TotalVariation {
  const chosen = FORMS[form]
  if (!chosen) throw new WorkbenchError('tv-form', `unknown total variation "${form}": expected ${tvForms.join(', ')}`)
  const differences: Differences = {
    right: tf.mul(tf.sub(shiftBack(images, channels), images), neighbours.right),
    below: tf.mul(tf.sub(shiftBack(images, width * channels), images), neighbours.below),
  }
  const terms = chosen.terms(differences)
  const { rightFree, belowFree } = neighbours
  const free = chosen.joint ? tf.maximum(rightFree, belowFree) : rightFree
  return {
    sum: tf.add(tf.sum(terms.right), tf.sum(terms.below)),
    freeSum: tf.add(tf.sum(tf.mul(terms.right, free)), tf.sum(tf.mul(terms.below, belowFree))),
    gradient() {
      const { right, below } = chosen.slopes(differences)
      const horizontal = tf.sub(shiftForth(right, channels), right)
      const vertical = tf.sub(shiftForth(below, width * channels), below)
      return tf.add(horizontal, vertical)
    },
  }
}

/** y[k] = x[k + offset], 0 past the end. */
function shiftBack(x: tf.Tensor1D, offset: number): tf.Tensor1D {
  const kept = x.size - offset
  return kept > 0 ? tf.concat([tf.slice(x, [offset], [kept]), tf.zeros([offset])]) : tf.zerosLike(x)
}

/** y[k] = x[k − offset], 0 before the start. */
function shiftForth(x: tf.Tensor1D, offset: number): tf.Tensor1D {
  const kept = x.size - offset
  return kept > 0 ? tf.concat([tf.zeros([offset]), tf.slice(x, [0], [kept])]) : tf.zerosLike(x)
}
