/**
 * What notes become when this window and another changed them at once: nothing written is lost.
 *
 * @param base what both began with
 */
export function mergeNotes(base: string, mine: string, theirs: string): string {
  if (mine === theirs || theirs === base) return mine
  if (mine === base) return theirs
  // One went on from where the other is.
  if (mine.startsWith(theirs)) return mine
  if (theirs.startsWith(mine)) return theirs
  const added = mine.startsWith(base) ? mine.slice(base.length).trim() : mine.trim()
  return added === '' ? theirs : `${theirs.trimEnd()}\n\n${added}`.trim()
}
