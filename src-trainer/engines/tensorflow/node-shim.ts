import util from 'node:util'

/**
 * `@tensorflow/tfjs-node` calls functions that Node's `util` lost in Node 23 (`isNullOrUndefined`) or is about to lose (`isArray`, which
 * warns). Given to it here before it is loaded, and nowhere else.
 */
export function restoreNodeUtil(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  })
}
