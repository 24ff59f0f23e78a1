import type { Migration } from './migration.ts'

/**
 * Columns have the names of `src-shared/runs.ts`. Times are UTC milliseconds. `runs.change` is the value `changeCounter` had at the
 * row's last change; `deletedRuns` are the tombstones that tell followers of a run that is gone.
 */
const schema = `
CREATE TABLE changeCounter (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  value INTEGER NOT NULL
) STRICT;
INSERT INTO changeCounter VALUES (1, 0);

CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  preset TEXT NOT NULL,
  dataset TEXT NOT NULL,
  datasetHash TEXT,
  config TEXT NOT NULL, -- JSON
  configHash TEXT NOT NULL,
  choice TEXT NOT NULL, -- JSON: engine, threads, device asked for
  createdAt REAL NOT NULL,
  startedAt REAL,
  endedAt REAL,
  step INTEGER NOT NULL DEFAULT 0,
  checkpointStep INTEGER,
  attempt INTEGER NOT NULL DEFAULT 0, -- the current one; 0 before the first
  engine TEXT,
  device TEXT,
  parameters INTEGER,
  parameterTable TEXT NOT NULL DEFAULT '[]', -- JSON
  loss REAL,
  imagesPerSecond REAL,
  bestPsnr REAL,
  bestStep INTEGER,
  lastPsnr REAL,
  lastValidationStep INTEGER,
  change INTEGER NOT NULL
) STRICT;
CREATE INDEX runsByChange ON runs (change);
CREATE INDEX runsByName ON runs (name);
CREATE INDEX runsByState ON runs (state);

CREATE TABLE deletedRuns (
  id TEXT NOT NULL PRIMARY KEY,
  change INTEGER NOT NULL
) STRICT;

CREATE TABLE attempts (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  fromStep INTEGER NOT NULL,
  engine TEXT,
  device TEXT,
  engineReason TEXT,
  threads INTEGER,
  instance TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  processStart REAL NOT NULL,
  programVersion TEXT NOT NULL,
  startedAt REAL NOT NULL,
  endedAt REAL,
  leaseUntil REAL NOT NULL,
  sequence INTEGER NOT NULL DEFAULT 0, -- of the last event recorded
  PRIMARY KEY (run, attempt)
) STRICT;
CREATE INDEX liveAttempts ON attempts (leaseUntil) WHERE endedAt IS NULL;

CREATE TABLE checkpoints (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  step INTEGER NOT NULL,
  path TEXT NOT NULL, -- relative to the data folder
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  psnr REAL,
  createdAt REAL NOT NULL,
  PRIMARY KEY (run, kind)
) STRICT;

CREATE TABLE samples (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE logLines (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  time REAL NOT NULL,
  level TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX logLinesByRun ON logLines (run, id);

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  UNIQUE (run, name)
) STRICT;

CREATE TABLE seriesChunks (
  id INTEGER PRIMARY KEY,
  series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  firstStep INTEGER NOT NULL,
  lastStep INTEGER NOT NULL,
  count INTEGER NOT NULL,
  points BLOB NOT NULL, -- see points.ts
  UNIQUE (series, firstStep)
) STRICT;
-- The chunks at a series' end that are not yet full, without walking those that are.
CREATE INDEX seriesTails ON seriesChunks (series, firstStep, count) WHERE count < 4096;
`

export const runs: Migration = {
  number: 1,
  name: 'runs',
  up: (database) => database.exec(schema),
}
