const key = 'lacuna-token'

/**
 * The token of the address that `lacuna serve` printed. It is kept for this tab, so that a reload works, and taken out of the
 * address, so that it is not copied along with it.
 */
export function takeToken(): string | undefined {
  const address = new URL(window.location.href)
  const given = address.searchParams.get('token')
  if (given) {
    window.sessionStorage.setItem(key, given)
    address.searchParams.delete('token')
    window.history.replaceState(window.history.state, '', address)
  }
  return window.sessionStorage.getItem(key) ?? undefined
}
