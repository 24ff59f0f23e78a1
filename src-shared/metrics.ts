/**
 * Picture metrics. Pictures are [height, width, channel], either float in [0, 1] or uint8 (taken as /255); masks [height, width],
 * 1 = known, 0 = missing. A prediction is clipped to [0, 1] first. Nothing missing: NaN, shown as "–".
 */
export type Picture = Uint8Array | Float32Array

/** An exact match counts as this many dB, so that it cannot poison a mean. */
export const exactMatchDecibel = 100

const unitOf = (picture: Picture) => (picture instanceof Uint8Array ? 1 / 255 : 1)
const clip = (value: number) => Math.min(1, Math.max(0, value))

/** Mean squared error over the missing pixels: Σ(1−M)(x̂−x)² / (C·Σ(1−M)). */
export function maskedMse(prediction: Picture, truth: Picture, mask: Uint8Array, channels: number): number {
  const predictionUnit = unitOf(prediction)
  const truthUnit = unitOf(truth)
  let sum = 0
  let missing = 0
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 1) continue
    missing++
    for (let c = pixel * channels; c < (pixel + 1) * channels; c++) {
      const difference = clip(prediction[c]! * predictionUnit) - truth[c]! * truthUnit
      sum += difference * difference
    }
  }
  return missing === 0 ? Number.NaN : sum / (channels * missing)
}

/** 10·log10(1/MSE) in dB. */
export function decibel(mse: number): number {
  return mse === 0 ? exactMatchDecibel : -10 * Math.log10(mse)
}

/** PSNR over the missing pixels alone, in dB. */
export function maskedPsnr(prediction: Picture, truth: Picture, mask: Uint8Array, channels: number): number {
  return decibel(maskedMse(prediction, truth, mask, channels))
}

/** The picture with its missing pixels filled: Î = I_M + Î_S ⊙ ¬M, clipped. Float in [0, 1]. */
export function compose(prediction: Picture, truth: Picture, mask: Uint8Array, channels: number): Float32Array {
  const predictionUnit = unitOf(prediction)
  const truthUnit = unitOf(truth)
  const composite = new Float32Array(mask.length * channels)
  for (let i = 0; i < composite.length; i++) {
    const known = mask[Math.floor(i / channels)] === 1
    composite[i] = known ? truth[i]! * truthUnit : clip(prediction[i]! * predictionUnit)
  }
  return composite
}

/** PSNR of the composite over the whole picture, in dB: masked − 10·log10(share missing). */
export function compositePsnr(prediction: Picture, truth: Picture, mask: Uint8Array, channels: number): number {
  const missing = mask.reduce((count, pixel) => count + (1 - pixel), 0)
  if (missing === 0) return exactMatchDecibel
  return decibel((maskedMse(prediction, truth, mask, channels) * missing) / mask.length)
}

const ssimRadius = 5
/** Weights of the window's middle and of the pixels 1 … 5 beside it. */
const ssimTaps = (() => {
  const taps = Array.from({ length: ssimRadius + 1 }, (_, i) => Math.exp(-(i ** 2) / (2 * 1.5 ** 2)))
  const sum = taps.reduce((a, b) => a + 2 * b, -taps[0]!)
  return taps.map((tap) => tap / sum) as [number, number, number, number, number, number]
})()

/** Gaussian filter where the whole window fits: [height, width] → [height − 10, width − 10]. */
function filterInside(plane: Float64Array, height: number, width: number): Float64Array {
  const innerWidth = width - 2 * ssimRadius
  const innerHeight = height - 2 * ssimRadius
  const rows = new Float64Array(height * innerWidth)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < innerWidth; x++) rows[y * innerWidth + x] = windowSum(plane, y * width + x + ssimRadius, 1)
  }
  const out = new Float64Array(innerHeight * innerWidth)
  for (let i = 0; i < out.length; i++) out[i] = windowSum(rows, i + ssimRadius * innerWidth, innerWidth)
  return out
}

/** The weighted sum of eleven numbers, `step` apart, about the middle one. Written out: most of an evaluation's time is spent here. */
function windowSum(of: Float64Array, middle: number, step: number): number {
  return (
    ssimTaps[0] * of[middle]! +
    ssimTaps[1] * (of[middle - step]! + of[middle + step]!) +
    ssimTaps[2] * (of[middle - 2 * step]! + of[middle + 2 * step]!) +
    ssimTaps[3] * (of[middle - 3 * step]! + of[middle + 3 * step]!) +
    ssimTaps[4] * (of[middle - 4 * step]! + of[middle + 4 * step]!) +
    ssimTaps[5] * (of[middle - 5 * step]! + of[middle + 5 * step]!)
  )
}

/**
 * Structural similarity, mean over channels, with Wang's settings: Gaussian σ 1.5, 11 taps, K 0.01 and 0.03, population covariance, data
 * range 1; scikit-image's border rule, only pixels whose window lies inside count. At 32×32 that leaves 47 % of the pixels.
 *
 * @param a, b [height, width, channel]
 * @returns NaN for a picture smaller than the 11-pixel window
 */
export function ssim(a: Picture, b: Picture, height: number, width: number, channels: number): number {
  if (height <= 2 * ssimRadius || width <= 2 * ssimRadius) return Number.NaN
  const c1 = 0.01 ** 2
  const c2 = 0.03 ** 2
  const [unitA, unitB] = [unitOf(a), unitOf(b)]
  const pixels = height * width
  const planes = Array.from({ length: 5 }, () => new Float64Array(pixels))
  const [x, y, xx, yy, xy] = planes as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
  let total = 0
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const u = a[pixel * channels + channel]! * unitA
      const v = b[pixel * channels + channel]! * unitB
      x[pixel] = u
      y[pixel] = v
      xx[pixel] = u * u
      yy[pixel] = v * v
      xy[pixel] = u * v
    }
    const [meanX, meanY, squareX, squareY, product] = planes.map((plane) => filterInside(plane, height, width))
    let sum = 0
    for (let i = 0; i < meanX!.length; i++) {
      const mx = meanX![i]!
      const my = meanY![i]!
      const numerator = (2 * mx * my + c1) * (2 * (product![i]! - mx * my) + c2)
      sum += numerator / ((mx * mx + my * my + c1) * (squareX![i]! - mx * mx + squareY![i]! - my * my + c2))
    }
    total += sum / meanX!.length
  }
  return total / channels
}
