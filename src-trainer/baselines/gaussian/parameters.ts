import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** A normal distribution of pictures. Matrices are lower triangles, row after row. */
export interface GaussianParameters {
  readonly dimensions: number
  readonly mean: Float64Array
  readonly covariance: Float64Array
  /** The covariance's inverse. */
  readonly precision: Float64Array
  /** Of the covariance, its logarithm. */
  readonly logDeterminant: number
  /** Share of the stationary covariance, and what was added to the diagonal; chosen on the validation split. */
  readonly shrinkage: number
  readonly floor: number
}

/** Bump it when fitting changes: what was fitted before is then fitted anew. */
const FORMAT = 1

const headSchema = z.object({
  format: z.literal(FORMAT),
  contentHash: z.string(),
  dimensions: z.int().positive(),
  logDeterminant: z.number(),
  shrinkage: z.number(),
  floor: z.number(),
})

export const triangleLength = (n: number) => (n * (n + 1)) / 2

/** `gaussian.json` tells of `gaussian.f64`: mean, covariance, precision. Both lie in the data set's folder and go with it. */
const paths = (folder: string) => ({ head: join(folder, 'gaussian.json'), numbers: join(folder, 'gaussian.f64') })

/** What was fitted to these pictures before; undefined where there is nothing good. */
export async function readParameters(folder: string, contentHash: string): Promise<GaussianParameters | undefined> {
  const { head: headPath, numbers: numbersPath } = paths(folder)
  try {
    const head = headSchema.parse(JSON.parse(await readFile(headPath, 'utf8')))
    const { dimensions } = head
    const bytes = await readFile(numbersPath)
    const triangle = triangleLength(dimensions)
    if (head.contentHash !== contentHash || bytes.length !== 8 * (dimensions + 2 * triangle)) return undefined
    const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    return {
      ...head,
      mean: numbers.subarray(0, dimensions),
      covariance: numbers.subarray(dimensions, dimensions + triangle),
      precision: numbers.subarray(dimensions + triangle),
    }
  } catch {
    return undefined
  }
}

/** Keeps what was fitted; a folder that cannot be written to only means that it is fitted again next time. */
export async function writeParameters(folder: string, contentHash: string, parameters: GaussianParameters): Promise<void> {
  const { mean, covariance, precision, ...rest } = parameters
  const head = headSchema.parse({ format: FORMAT, contentHash, ...rest })
  const { head: headPath, numbers: numbersPath } = paths(folder)
  const temporary = join(folder, `gaussian-${randomBytes(4).toString('hex')}.tmp`)
  try {
    const bytes = [mean, covariance, precision].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))
    await rm(headPath, { force: true })
    await writeFile(temporary, bytes)
    await rename(temporary, numbersPath)
    await writeFile(temporary, JSON.stringify(head))
    await rename(temporary, headPath)
  } catch {
    await rm(temporary, { force: true }).catch(() => {})
  }
}
