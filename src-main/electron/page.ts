import { pathToFileURL } from 'node:url'
import { pageFile, pageHeaders } from '../core/pages.ts'

/**
 * The page has a scheme of its own instead of file:, whose pages may read every file of the user. A standard scheme gives it an
 * origin, which the guards and the content security policy compare with.
 */
export const pageScheme = 'lacuna'
const pageHost = 'workbench'
export const pageAddress = `${pageScheme}://${pageHost}/index.html`

/** Whether an address is the page's own, whatever follows its #. */
export function isPageAddress(address: string): boolean {
  const url = URL.parse(address)
  // Node gives "null" as the origin of every scheme it does not know.
  return url !== null && url.protocol === `${pageScheme}:` && url.host === pageHost
}

/**
 * Answers the page's requests for its own files.
 *
 * @param folder of the built page
 * @param fetchFile fetches a file: address, with its media type
 */
export function createPageHandler(folder: string, fetchFile: (address: string) => Promise<Response>) {
  const refuse = (status: number, text: string) => new Response(text, { status, headers: pageHeaders })
  return async ({ url, method }: Pick<Request, 'url' | 'method'>): Promise<Response> => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'only GET')
    const file = isPageAddress(url) ? pageFile(folder, new URL(url).pathname) : undefined
    const found = file === undefined ? undefined : await fetchFile(pathToFileURL(file).href).catch(() => undefined)
    if (!found?.ok) return refuse(404, 'not found')
    const type = found.headers.get('Content-Type')
    return new Response(found.body, { headers: { ...pageHeaders, ...(type && { 'Content-Type': type }) } })
  }
}
