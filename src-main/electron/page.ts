import { join, normalize, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The page has a scheme of its own instead of file:, whose pages may read every file of the user. A standard scheme gives it an
 * origin, which the guards and the content security policy compare with.
 */
export const pageScheme = 'lacuna'
const pageHost = 'workbench'
export const pageAddress = `${pageScheme}://${pageHost}/index.html`

/** Headers of every answer: nothing from elsewhere runs, frames or is loaded. */
const headers = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
}

/** Whether an address is the page's own, whatever follows its #. */
export function isPageAddress(address: string): boolean {
  const url = URL.parse(address)
  // Node gives "null" as the origin of every scheme it does not know.
  return url !== null && url.protocol === `${pageScheme}:` && url.host === pageHost
}

/** The file an address of ours names, or undefined for one outside the folder. */
export function pageFile(folder: string, address: string): string | undefined {
  if (!isPageAddress(address)) return undefined
  let path: string
  try {
    path = decodeURIComponent(new URL(address).pathname)
  } catch {
    return undefined
  }
  const file = normalize(join(folder, path === '/' ? '/index.html' : path))
  return file.startsWith(folder + sep) && !path.includes('\0') ? file : undefined
}

/**
 * Answers the page's requests for its own files.
 *
 * @param folder of the built page
 * @param fetchFile fetches a file: address, with its media type
 */
export function createPageHandler(folder: string, fetchFile: (address: string) => Promise<Response>) {
  const refuse = (status: number, text: string) => new Response(text, { status, headers })
  return async ({ url, method }: Pick<Request, 'url' | 'method'>): Promise<Response> => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'only GET')
    const file = pageFile(folder, url)
    const found = file === undefined ? undefined : await fetchFile(pathToFileURL(file).href).catch(() => undefined)
    if (!found?.ok) return refuse(404, 'not found')
    const type = found.headers.get('Content-Type')
    return new Response(found.body, { headers: { ...headers, ...(type && { 'Content-Type': type }) } })
  }
}
