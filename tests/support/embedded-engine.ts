import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * An environment in which TensorFlow is not set up, whatever this machine has: what crosses processes is tested on the embedded engine,
 * so that no training times engines first and `auto` is the same engine every time. `src-trainer/engines` has the others' tests.
 */
export const embeddedEngineOnly = { LACUNA_TENSORFLOW: join(tmpdir(), 'lacuna-no-tensorflow') }
