let theme: string | undefined
const known = new Map<string, string>()

/**
 * The value of a design token (`tokens.css`), such as `--ink`, for what is drawn on a canvas. It is read once a theme: a style that is
 * asked for has to be computed at once.
 */
export function token(name: string): string {
  const now = document.documentElement.dataset.theme
  if (now !== theme) known.clear()
  theme = now
  const value = known.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  known.set(name, value)
  return value
}
