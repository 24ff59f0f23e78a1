/**
 * Calls `refresh` at once and then at most every `interval` milliseconds, never twice at a time; a wish that comes too early is
 * served when its time has come.
 */
export function createRefresher(refresh: () => Promise<void>, interval: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy = false
  let wanted = false
  let last = -Infinity
  let ended = false

  async function run() {
    timer = undefined
    if (ended) return
    busy = true
    wanted = false
    last = Date.now()
    try {
      await refresh()
    } finally {
      busy = false
      if (wanted) request()
    }
  }

  function request() {
    if (ended || timer !== undefined) return
    if (busy) {
      wanted = true
      return
    }
    const wait = Math.max(0, last + interval - Date.now())
    if (wait === 0) void run()
    else timer = setTimeout(() => void run(), wait)
  }

  return {
    request,
    end() {
      ended = true
      clearTimeout(timer)
    },
  }
}
