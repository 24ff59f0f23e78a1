// Entropy-coded data without their stuffing.

/** Zeros behind the data, so that reading ahead needs no checks. */
const PADDING: i32 = 64

/**
 * Copies a scan's data up to the next marker that is not a restart's, without the zero behind each 0xff.
 *
 * @param from the scan's first byte
 * @param end behind the file's last byte; 16 more may be read
 * @param to where the data go, followed by zeros
 * @param ends i32: where each stretch between restart markers ends in `to`
 * @param found i32: [0] how many stretches, [1] whether the end-of-image marker follows
 * @returns bytes written, without the zeros
 */
export function unstuff(from: usize, end: usize, to: usize, ends: usize, found: usize): i32 {
  const start = to
  let stretches: usize = 0
  let complete = 0
  while (from < end) {
    // 16 bytes at a time where none of them is 0xff.
    const bytes = v128.load(from)
    const marks = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(-1)))
    v128.store(to, bytes)
    const clean = min(marks == 0 ? <usize>16 : <usize>ctz(marks), end - from)
    from += clean
    to += clean
    if (clean == 16 || from >= end) continue
    while (from < end && load<u8>(from) == 0xff) from++
    const next: i32 = from < end ? load<u8>(from++) : -1
    if (next == 0) store<u8>(to++, 0xff)
    else if (next >= 0xd0 && next <= 0xd7) store<i32>(ends + (stretches++ << 2), <i32>(to - start))
    else {
      complete = <i32>(next == 0xd9)
      break
    }
  }
  store<i32>(ends + (stretches++ << 2), <i32>(to - start))
  memory.fill(to, 0, PADDING)
  store<i32>(found, <i32>stretches)
  store<i32>(found, complete, 4)
  return <i32>(to - start)
}
