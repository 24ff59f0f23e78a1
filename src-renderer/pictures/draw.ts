import { errorColour } from '../../src-shared/pictures/error-scale.ts'

/** Something to show: colours by pixel, and which pixels are missing, to be hatched. */
export interface Drawing {
  readonly size: number
  /** [size·size·4] RGBA */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
  /** [size·size], 1 = known, 0 = missing */
  readonly mask?: Uint8Array
}

/** @param picture [size, size, channels] uint8, one channel or three */
export function pictureDrawing(picture: Uint8Array, size: number, channels: number, mask?: Uint8Array): Drawing {
  const pixels = new Uint8ClampedArray(size * size * 4)
  for (let i = 0; i < size * size; i++) {
    for (let c = 0; c < 3; c++) pixels[i * 4 + c] = picture[i * channels + (channels === 1 ? 0 : c)]!
    pixels[i * 4 + 3] = mask && mask[i] === 0 ? 0 : 255
  }
  return mask ? { size, pixels, mask } : { size, pixels }
}

/** @param error [size·size] in [0, 1] */
export function errorDrawing(error: Float32Array, size: number, top: number): Drawing {
  const pixels = new Uint8ClampedArray(size * size * 4)
  for (const [i, value] of error.entries()) pixels.set([...errorColour(value / top), 255], i * 4)
  return { size, pixels }
}

/** A mask alone: known pixels in one colour. */
export function maskDrawing(mask: Uint8Array, size: number, known: readonly [number, number, number]): Drawing {
  const pixels = new Uint8ClampedArray(size * size * 4)
  for (const [i, value] of mask.entries()) if (value === 1) pixels.set([...known, 255], i * 4)
  return { size, pixels, mask }
}

const hatchPeriod = 4
const hatchWidth = 2

/**
 * Draws at `scale` device pixels a picture pixel. Missing pixels get the restorer's hatching, whose lines run through neighbouring
 * pixels whatever their size.
 *
 * @param unit device pixels a CSS pixel, for the hatch's width
 */
export function draw(
  canvas: HTMLCanvasElement,
  { size, pixels, mask }: Drawing,
  look: { scale: number; unit: number; smooth: boolean; hatch: readonly [ground: string, line: string] },
): void {
  const side = size * look.scale
  if (canvas.width !== side) canvas.width = canvas.height = side
  const context = canvas.getContext('2d')!
  context.clearRect(0, 0, side, side)
  if (mask) {
    context.fillStyle = look.hatch[0]
    context.fillRect(0, 0, side, side)
    context.fillStyle = look.hatch[1]
    const period = Math.round(hatchPeriod * look.unit)
    for (let x = 0; x < side; x += period) context.fillRect(x, 0, Math.round(hatchWidth * look.unit), side)
  }
  context.imageSmoothingEnabled = look.smooth && !mask
  context.imageSmoothingQuality = 'high'
  context.drawImage(atOwnSize({ size, pixels }), 0, 0, side, side)
}

let scratch: OffscreenCanvasRenderingContext2D | undefined
/** A drawing to be enlarged from; good until the next one. */
export function atOwnSize({ size, pixels }: Drawing): OffscreenCanvas {
  if (scratch?.canvas.width !== size) scratch = new OffscreenCanvas(size, size).getContext('2d')!
  scratch.putImageData(new ImageData(pixels, size, size), 0, 0)
  return scratch.canvas
}
