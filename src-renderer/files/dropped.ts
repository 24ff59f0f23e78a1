/** Files to send, under one name. */
export interface Dropped {
  /** Of the folder or the zip. */
  readonly name: string
  /** Their paths below that folder, with `/`; for a zip its own name. */
  readonly files: readonly { readonly name: string; readonly file: File }[]
}

const isHidden = (name: string) => name.startsWith('.') || name === '__MACOSX'

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A folder tells its entries some at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function collect(folder: FileSystemDirectoryEntry, before: string, into: { name: string; file: File }[]): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (isHidden(entry.name)) continue
    const name = `${before}${entry.name}`
    if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, `${name}/`, into)
    else into.push({ name, file: await fileOf(entry as FileSystemFileEntry) })
  }
}

/**
 * What was dropped: a folder with all below it, or a zip.
 *
 * @returns undefined when it is neither
 */
export async function readDropped(entry: FileSystemEntry | null): Promise<Dropped | undefined> {
  if (entry?.isDirectory) {
    const files: { name: string; file: File }[] = []
    await collect(entry as FileSystemDirectoryEntry, '', files)
    return { name: entry.name, files }
  }
  if (!entry || !/\.zip$/i.test(entry.name)) return undefined
  return { name: entry.name, files: [{ name: entry.name, file: await fileOf(entry as FileSystemFileEntry) }] }
}

/** What was chosen in the browser's own dialog for a folder. */
export function readChosen(list: FileList): Dropped | undefined {
  const [first] = list
  if (!first) return undefined
  const files = [...list].map((file) => ({ name: file.webkitRelativePath.split('/').slice(1).join('/'), file }))
  const [name = 'pictures'] = first.webkitRelativePath.split('/')
  return { name, files: files.filter((file) => !file.name.split('/').some(isHidden)) }
}
