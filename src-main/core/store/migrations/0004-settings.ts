import type { Migration } from './migration.ts'

/** Preferences, one a row, by their name in `src-shared/settings.ts`. */
const schema = `
CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT;
`

export const settings: Migration = {
  number: 4,
  name: 'settings',
  up: (database) => database.exec(schema),
}
