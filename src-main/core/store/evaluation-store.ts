import { countMeasurements, measurementColumns } from '../../../src-shared/evaluation/measurements.ts'
import { explain, openDatabase } from './database.ts'

/** What measurements depend on. */
export interface MeasurementKey {
  /** sha256 of the checkpoint's file; empty for baselines, which serve every run. */
  readonly checkpoint: string
  readonly protocol: string
  /** "model", or a baseline's name and version. */
  readonly method: string
}

/** Measurements of single pictures, kept for good. Several processes may use one store at once. */
export interface EvaluationStore {
  /** Packed measurements of a split's first pictures, as many as there are without a gap. */
  read(key: MeasurementKey): Promise<Float32Array>
  /** Keeps measurements of pictures `first` …; what another process kept of them before stays. */
  append(key: MeasurementKey, first: number, packed: Float32Array): Promise<void>
  close(): void
}

/** @throws WorkbenchError as `openSqliteRunStore` */
export function openEvaluationStore(file: string): EvaluationStore {
  const database = openDatabase(file)
  const select = database.prepare<[string, string, string], { first: number; count: number; pictures: Buffer }>(
    'SELECT first, count, pictures FROM measurements WHERE checkpoint = ? AND protocol = ? AND method = ? ORDER BY first, count',
  )
  const insert = database.prepare<[string, string, string, number, number, Buffer]>(
    'INSERT INTO measurements (checkpoint, protocol, method, first, count, pictures) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )

  async function attempt<T>(work: () => T): Promise<T> {
    try {
      return work()
    } catch (error) {
      throw explain(error, file)
    }
  }

  return {
    read: ({ checkpoint, protocol, method }) =>
      attempt(() => {
        const found: Float32Array[] = []
        let have = 0
        for (const { first, count, pictures } of select.all(checkpoint, protocol, method)) {
          if (first > have) break
          if (first + count <= have) continue
          const numbers = new Float32Array(pictures.buffer.slice(pictures.byteOffset, pictures.byteOffset + pictures.length))
          found.push(numbers.subarray((have - first) * measurementColumns))
          have = first + count
        }
        const packed = new Float32Array(have * measurementColumns)
        let at = 0
        for (const part of found) {
          packed.set(part, at)
          at += part.length
        }
        return packed
      }),
    append: ({ checkpoint, protocol, method }, first, packed) =>
      attempt(() => {
        const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
        insert.run(checkpoint, protocol, method, first, countMeasurements(packed), bytes)
      }),
    close: () => void database.close(),
  }
}
