import type { Migration } from './migration.ts'

/**
 * From here on `seriesChunks.points` may be packed (`points.ts`). Chunks written before stay as they are, told apart by their size; the number
 * alone matters: a program that knows plain chunks only refuses the database, instead of drawing nonsense.
 */
export const packedPoints: Migration = {
  number: 7,
  name: 'packed points',
  up: () => {},
}
