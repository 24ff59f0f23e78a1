/**
 * The file of a worker or child entry: TypeScript in the repository, JavaScript where the program is built.
 *
 * @param relative to `base`, without extension: './build-worker'
 * @param base the caller's `import.meta.url`
 */
export function entryUrl(relative: string, base: string): URL {
  return new URL(`${relative}${base.endsWith('.ts') ? '.ts' : '.js'}`, base)
}
