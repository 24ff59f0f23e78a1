import type { Migration } from './migration.ts'

/** What a person says of a run, and what another program asks of its training. */
const schema = `
ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'; -- JSON list of text
ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE attempts ADD COLUMN requestedEnd TEXT; -- paused or stopped, by another program
`

export const annotations: Migration = {
  number: 2,
  name: 'annotations',
  up: (database) => database.exec(schema),
}
