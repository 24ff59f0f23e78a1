import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

/** Replaces a file at once or not at all: temporary file, fsync, rename. Retries while Windows holds the old one open. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  for (let attempt = 0; ; attempt++) {
    try {
      return await rename(temporary, path)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      if (attempt < 20 && ['EPERM', 'EACCES', 'EBUSY'].includes(code)) {
        await new Promise((resolve) => setTimeout(resolve, 25))
        continue
      }
      await rm(temporary, { force: true })
      throw error
    }
  }
}
