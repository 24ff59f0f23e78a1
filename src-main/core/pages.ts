import { join, normalize, sep } from 'node:path'

/** Headers of every answer with a part of the page: nothing from elsewhere runs, frames or is loaded. */
export const pageHeaders = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
}

/**
 * The file of the built page that a path names; undefined for one outside its folder.
 *
 * @param folder absolute
 * @param pathname of an address, still encoded
 */
export function pageFile(folder: string, pathname: string): string | undefined {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  const file = normalize(join(folder, path === '/' ? '/index.html' : path))
  return file.startsWith(folder + sep) && !path.includes('\0') ? file : undefined
}
