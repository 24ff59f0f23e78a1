import type { Migration } from './migration.ts'

/** Data sets that a person added: how to make them. What was made of them is files. */
const schema = `
CREATE TABLE datasets (
  name TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  options TEXT NOT NULL, -- JSON
  createdAt REAL NOT NULL
) STRICT;
`

export const datasets: Migration = {
  number: 3,
  name: 'datasets',
  up: (database) => database.exec(schema),
}
