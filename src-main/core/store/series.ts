import type BetterSqlite3 from 'better-sqlite3'
import { ascendingAfter, concatPoints, countBelow, type PackedPoints, packPoints, slicePoints, unpackPoints } from './points.ts'
import type { SeriesData } from './run-store.ts'

/** Points of a full chunk, which is never rewritten. Migration 1's index `seriesTails` has the same number. */
export const chunkPoints = 4096
/** A series' newest chunk grows to so many points before another is begun. */
const growPoints = 64

interface ChunkRow {
  id: number
  firstStep: number
  lastStep: number
  count: number
}
type ChunkWithPoints = ChunkRow & PackedPoints

/**
 * Metric series, packed into chunks (`points.ts`). A series is full chunks followed by smaller ones: points are appended to the
 * newest while that is small, and once the smaller ones hold enough they are rewritten as a full one. So an append writes some
 * hundred bytes, and a million points are 245 rows.
 *
 * Methods expect to be called within a transaction.
 */
export interface SeriesTable {
  /** Appends points; those at or before the last step recorded are left out, a step being recorded once. */
  append(run: string, name: string, points: SeriesData): void
  /** Removes every point of a run after `step`. */
  truncate(run: string, step: number): void
  read(run: string, name: string, fromStep: number, toStep: number): SeriesData
  /** Names of the series that hold points, in alphabetical order. */
  names(run: string): string[]
}

export function seriesTable(database: BetterSqlite3.Database): SeriesTable {
  const find = database.prepare<[string, string], number>('SELECT id FROM series WHERE run = ? AND name = ?').pluck()
  const insertSeries = database.prepare<[string, string]>('INSERT INTO series (run, name) VALUES (?, ?)')
  const names = database.prepare<[string], string>('SELECT name FROM series WHERE run = ? ORDER BY name').pluck()
  const dropEmpty = database.prepare<[string]>(
    'DELETE FROM series WHERE run = ? AND NOT EXISTS (SELECT 1 FROM seriesChunks WHERE series = series.id)',
  )

  const newestChunk = database.prepare<[number], ChunkRow>(
    'SELECT id, firstStep, lastStep, count FROM seriesChunks WHERE series = ? ORDER BY firstStep DESC LIMIT 1',
  )
  const tailCount = database
    .prepare<[number], number>(
      'SELECT coalesce(sum(count), 0) FROM seriesChunks INDEXED BY seriesTails WHERE series = ? AND count < 4096',
    )
    .pluck()
  const tailPoints = database.prepare<[number], PackedPoints>(
    'SELECT count, points FROM seriesChunks INDEXED BY seriesTails WHERE series = ? AND count < 4096 ORDER BY firstStep',
  )
  const deleteTail = database.prepare<[number]>(
    'DELETE FROM seriesChunks INDEXED BY seriesTails WHERE series = ? AND count < 4096',
  )
  const chunkById = database.prepare<[number], PackedPoints>('SELECT count, points FROM seriesChunks WHERE id = ?')
  const insertChunk = database.prepare<[number, number, number, number, Buffer]>(
    'INSERT INTO seriesChunks (series, firstStep, lastStep, count, points) VALUES (?, ?, ?, ?, ?)',
  )
  const updateChunk = database.prepare<[number, number, Buffer, number]>(
    'UPDATE seriesChunks SET lastStep = ?, count = ?, points = ? WHERE id = ?',
  )
  const countBetween = database
    .prepare<[number, number, number], number>(
      'SELECT coalesce(sum(count), 0) FROM seriesChunks WHERE series = ? AND lastStep >= ? AND firstStep <= ?',
    )
    .pluck()
  const chunksBetween = database.prepare<[number, number, number], PackedPoints>(
    'SELECT count, points FROM seriesChunks WHERE series = ? AND lastStep >= ? AND firstStep <= ? ORDER BY firstStep',
  )
  const deleteAfter = database.prepare<[string, number]>(
    'DELETE FROM seriesChunks WHERE series IN (SELECT id FROM series WHERE run = ?) AND firstStep > ?',
  )
  const chunksAcross = database.prepare<[string, number], ChunkWithPoints>(
    'SELECT * FROM seriesChunks WHERE series IN (SELECT id FROM series WHERE run = ?) AND lastStep > ?',
  )

  function insert(series: number, points: SeriesData): void {
    insertChunk.run(series, points.steps[0]!, points.steps.at(-1)!, points.steps.length, packPoints(points))
  }

  function update(chunk: ChunkRow, points: SeriesData): void {
    updateChunk.run(points.steps.at(-1)!, points.steps.length, packPoints(points), chunk.id)
  }

  return {
    append(run, name, points) {
      const series = find.get(run, name) ?? Number(insertSeries.run(run, name).lastInsertRowid)
      const newest = newestChunk.get(series)
      const added = ascendingAfter(points, newest?.lastStep ?? Number.NEGATIVE_INFINITY)
      if (added.steps.length === 0) return
      const small = tailCount.get(series)!
      if (small + added.steps.length >= chunkPoints) {
        const all = concatPoints([unpackPoints(tailPoints.iterate(series), small), added])
        deleteTail.run(series)
        for (let start = 0; start < all.steps.length; start += chunkPoints) {
          insert(series, slicePoints(all, start, Math.min(start + chunkPoints, all.steps.length)))
        }
      } else if (newest && newest.count < growPoints) {
        update(newest, concatPoints([unpackPoints([chunkById.get(newest.id)!], newest.count), added]))
      } else {
        insert(series, added)
      }
    },

    truncate(run, step) {
      deleteAfter.run(run, step)
      for (const chunk of chunksAcross.all(run, step)) {
        const points = unpackPoints([chunk], chunk.count)
        update(chunk, slicePoints(points, 0, countBelow(points.steps, step + 1)))
      }
      dropEmpty.run(run)
    },

    read(run, name, fromStep, toStep) {
      const series = find.get(run, name)
      if (series === undefined) return unpackPoints([], 0)
      const range = [series, fromStep, toStep] as const
      const points = unpackPoints(chunksBetween.iterate(...range), countBetween.get(...range)!)
      const start = countBelow(points.steps, fromStep)
      return slicePoints(points, start, Math.max(start, countBelow(points.steps, Math.floor(toStep) + 1)))
    },

    names: (run) => names.all(run),
  }
}
