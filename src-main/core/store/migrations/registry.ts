import { runs } from './0001-runs.ts'
import { annotations } from './0002-annotations.ts'
import { datasets } from './0003-datasets.ts'
import { settings } from './0004-settings.ts'
import { measurements } from './0005-measurements.ts'
import { sweeps } from './0006-sweeps.ts'
import { packedPoints } from './0007-packed-points.ts'
import type { Migration } from './migration.ts'

/** In order; a new one is a file and a line here. */
export const migrations: readonly Migration[] = [runs, annotations, datasets, settings, measurements, sweeps, packedPoints]
