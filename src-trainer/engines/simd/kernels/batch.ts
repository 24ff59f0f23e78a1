/*
 * What a batch of inpainting is made of, from bytes: see `ExpandBatch` in `ops/kernels.ts`. Pictures are [height, width, channel], 0 … 255;
 * masks [height, width], 1 = known.
 */

// @ts-ignore: decorator
@inline
function level(bytes: usize, at: usize): f32 {
  return <f32>load<u8>(bytes + at) / 255
}

/** In [−1, 1]; 0 on an axis of a single pixel. */
// @ts-ignore: decorator
@inline
function normalise(position: i32, size: i32): f32 {
  return size > 1 ? <f32>((<f64>(2 * position)) / (<f64>(size - 1)) - 1) : 0
}

/**
 * Of pictures first … first + count − 1 of a batch: each value where it is known and 0 elsewhere, and the weights of its pairs with
 * the value to its right and the one below, 1 or 0: whether there is one, and whether there is one and not both are known.
 */
export function expandPictures(
  images: usize, masks: usize, masked: usize, right: usize, below: usize, rightFree: usize, belowFree: usize,
  first: i32, count: i32, height: i32, width: i32, channels: i32,
): void {
  let place = <usize>(first * height * width)
  let at = (place * channels) << 2
  for (let row = 0; row < count * height; row++) {
    const isLowest = row % height == height - 1
    for (let column = 0; column < width; column++, place++) {
      const isKnown = load<u8>(masks + place) != 0
      const hasRight = column < width - 1
      const freeRight = hasRight && !(isKnown && load<u8>(masks + place + 1) != 0)
      const freeBelow = !isLowest && !(isKnown && load<u8>(masks + place + width) != 0)
      for (let c = 0; c < channels; c++, at += 4) {
        store<f32>(masked + at, isKnown ? level(images, at >> 2) : 0)
        store<f32>(right + at, <f32>hasRight)
        store<f32>(below + at, <f32>!isLowest)
        store<f32>(rightFree + at, <f32>freeRight)
        store<f32>(belowFree + at, <f32>freeBelow)
      }
    }
  }
}

/** Of missing pixels first … first + count − 1: true colours [n, channel], coordinates [n, 2] as (x, y), and the pictures they are in [n]. */
export function expandMissing(
  images: usize, places: usize, targets: usize, coordinates: usize, rows: usize,
  first: i32, count: i32, height: i32, width: i32, channels: i32,
): void {
  const pixels = height * width
  for (let k = <usize>first; k < <usize>(first + count); k++) {
    const place = load<i32>(places + (k << 2))
    for (let c = 0; c < channels; c++) {
      store<f32>(targets + ((k * channels + c) << 2), level(images, <usize>place * channels + c))
    }
    store<f32>(coordinates + (k << 3), normalise(place % width, width))
    store<f32>(coordinates + (k << 3), normalise((place % pixels) / width, height), 4)
    store<i32>(rows + (k << 2), place / pixels)
  }
}
