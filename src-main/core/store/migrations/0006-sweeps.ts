import type { Migration } from './migration.ts'

/** Which sweep a run belongs to, and its place in the queue: the least is next. */
const schema = `
ALTER TABLE runs ADD COLUMN sweep TEXT; -- a name, the same for all its runs and no others
ALTER TABLE runs ADD COLUMN queueRank REAL NOT NULL DEFAULT 0;
UPDATE runs SET queueRank = createdAt;
CREATE INDEX runsBySweep ON runs (sweep) WHERE sweep IS NOT NULL;
`

export const sweeps: Migration = {
  number: 6,
  name: 'sweeps',
  up: (database) => database.exec(schema),
}
