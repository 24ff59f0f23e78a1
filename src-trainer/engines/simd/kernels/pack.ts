// Rearranging operands into the order in which the tiles read them.

/** Copies `count` floats; for runs too short for memory.copy's call. */
// @ts-ignore: decorator
@inline
export function copyFloats(to: usize, from: usize, count: i32): void {
  let i = 0
  for (; i + 4 <= count; i += 4) {
    v128.store(to, v128.load(from))
    to += 16
    from += 16
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(from))
    to += 4
    from += 4
  }
}

// @ts-ignore: decorator
@inline
function zeroFloats(to: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<f32>(to + ((<usize>i) << 2), 0)
}

/** A row of `count` floats, padded with zeros to `padded`; all zeros when there is no source (0). */
export function padRow(to: usize, from: usize, count: i32, padded: i32): void {
  if (from == 0) return zeroFloats(to, padded)
  copyFloats(to, from, count)
  zeroFloats(to + ((<usize>count) << 2), padded - count)
}

/**
 * B [k, n], strides in bytes, to panels of `columns`: [⌈n/columns⌉, k, columns], the last padded with zeros.
 */
export function packColumns(b: usize, rowStep: usize, columnStep: usize, k: i32, n: i32, columns: i32, to: usize): void {
  for (let j = 0; j < n; j += columns) {
    const valid = min(columns, n - j)
    const from = b + (<usize>j) * columnStep
    if (columnStep == 4) {
      if (valid == columns && columns == 4) {
        for (let p = 0; p < k; p++) {
          v128.store(to, v128.load(from + (<usize>p) * rowStep))
          to += 16
        }
      } else if (valid == columns) {
        for (let p = 0; p < k; p++) {
          const row = from + (<usize>p) * rowStep
          for (let c: usize = 0; c < ((<usize>columns) << 2); c += 32) {
            const low = v128.load(row + c), high = v128.load(row + c, 16)
            v128.store(to + c, low)
            v128.store(to + c, high, 16)
          }
          to += (<usize>columns) << 2
        }
      } else {
        for (let p = 0; p < k; p++) {
          padRow(to, from + (<usize>p) * rowStep, valid, columns)
          to += (<usize>columns) << 2
        }
      }
    } else {
      // Along the source's rows (a column of B is contiguous when B is a transpose), scattering into the panel.
      const width = (<usize>columns) << 2
      for (let c = 0; c < columns; c++) {
        let target = to + ((<usize>c) << 2)
        if (c < valid) {
          let source = from + (<usize>c) * columnStep
          for (let p = 0; p < k; p++) {
            store<f32>(target, load<f32>(source))
            source += rowStep
            target += width
          }
        } else {
          for (let p = 0; p < k; p++) {
            store<f32>(target, 0)
            target += width
          }
        }
      }
      to += width * (<usize>k)
    }
  }
}

/** A [m, k], strides in bytes, to panels of `rows`: [⌈m/rows⌉, k, rows], the last padded with zeros. */
export function packRows(a: usize, rowStep: usize, columnStep: usize, m: i32, k: i32, rows: i32, to: usize): void {
  for (let i = 0; i < m; i += rows) {
    const valid = min(rows, m - i)
    let from = a + (<usize>i) * rowStep
    if (rowStep == 4 && valid == rows && rows == 4) {
      for (let p = 0; p < k; p++) {
        v128.store(to, v128.load(from))
        from += columnStep
        to += 16
      }
    } else if (rowStep == 4 && valid == rows) {
      // Six or eight rows: two vectors, which overlap where they are six.
      const second = (<usize>(rows - 4)) << 2
      for (let p = 0; p < k; p++) {
        const low = v128.load(from), high = v128.load(from + second)
        v128.store(to, low)
        v128.store(to + second, high)
        from += columnStep
        to += (<usize>rows) << 2
      }
    } else {
      for (let p = 0; p < k; p++) {
        for (let r = 0; r < rows; r++) {
          store<f32>(to, r < valid ? load<f32>(from + (<usize>r) * rowStep) : 0)
          to += 4
        }
        from += columnStep
      }
    }
  }
}

/**
 * An image [height, width, channels] into the middle of zeros, its pixels `spread` apart (1: side by side; more: the gradient
 * of a strided convolution). What falls outside is dropped.
 */
export function placeImage(
  from: usize, height: i32, width: i32, channels: i32,
  to: usize, toHeight: i32, toWidth: i32, top: i32, left: i32, spreadY: i32, spreadX: i32,
): void {
  const pixel = (<usize>channels) << 2
  const line = (<usize>toWidth) * pixel
  const fit = max(0, min(width, (toWidth - left + spreadX - 1) / spreadX))
  if (spreadX > 1 || fit == 0) memory.fill(to, 0, (<usize>toHeight) * line)
  if (fit == 0) return
  for (let ty = 0; ty < toHeight; ty++) {
    const y = ty - top
    const target = to + (<usize>ty) * line
    if (y < 0 || y % spreadY != 0 || y / spreadY >= height) {
      if (spreadX == 1) memory.fill(target, 0, line)
      continue
    }
    let source = from + (<usize>((y / spreadY) * width)) * pixel
    let place = target + (<usize>left) * pixel
    if (spreadX == 1) {
      memory.fill(target, 0, (<usize>left) * pixel)
      copyFloats(place, source, fit * channels)
      memory.fill(place + (<usize>fit) * pixel, 0, (<usize>(toWidth - left - fit)) * pixel)
    } else {
      for (let x = 0; x < fit; x++) {
        copyFloats(place, source, channels)
        source += pixel
        place += pixel * (<usize>spreadX)
      }
    }
  }
}

/** A filter [height, width, in, out] turned by 180° with its channels swapped: [height, width, out, in]. */
export function turnFilter(from: usize, height: i32, width: i32, inChannels: i32, outChannels: i32, to: usize): void {
  const taps = height * width
  for (let t = 0; t < taps; t++) {
    const tap = from + ((<usize>((taps - 1 - t) * inChannels * outChannels)) << 2)
    for (let o = 0; o < outChannels; o++) {
      for (let i = 0; i < inChannels; i++) {
        store<f32>(to, load<f32>(tap + ((<usize>(i * outChannels + o)) << 2)))
        to += 4
      }
    }
  }
}
