let known: { readonly theme: string | undefined; readonly colours: readonly [ground: string, line: string] } | undefined

/** Colours of the hatching of missing pixels: read when the theme changes, since a style that is asked for has to be computed at once. */
export function hatchColours(): readonly [ground: string, line: string] {
  const { theme } = document.documentElement.dataset
  if (known?.theme !== theme || !known) {
    const style = getComputedStyle(document.documentElement)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    known = { theme, colours: [colour('--hatch-ground'), colour('--hatch-line')] }
  }
  return known.colours
}
