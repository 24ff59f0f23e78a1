import type { Migration } from './migration.ts'

/**
 * What methods were measured to do on single pictures: rows of a table of floats (`src-shared/evaluation/measurements.ts`), a stretch of a
 * split's pictures each. Every mean, interval and worst picture comes from here.
 */
const schema = `
CREATE TABLE measurements (
  id INTEGER PRIMARY KEY,
  checkpoint TEXT NOT NULL, -- sha256 of the file; empty for baselines
  protocol TEXT NOT NULL, -- hash of pictures, masks and columns
  method TEXT NOT NULL, -- "model", or a baseline's name and version
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  pictures BLOB NOT NULL, -- [count, columns] float32, little-endian
  UNIQUE (checkpoint, protocol, method, first)
) STRICT;
`

export const measurements: Migration = {
  number: 5,
  name: 'measurements',
  up: (database) => database.exec(schema),
}
