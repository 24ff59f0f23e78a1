import { WorkbenchError } from '../errors.ts'

/**
 * A mask file's pixels follow the editing tools' convention, white = to be filled; this turns them into a mask.
 *
 * @param pixels [height, width, channels] samples, `maximum` = white; the first three channels (or the one grey) are averaged
 * @returns [height·width], 1 = known (dark), 0 = missing (light)
 * @throws WorkbenchError `mask-size` when the picture is not size×size
 */
export function maskFromPixels(
  picture: { width: number; height: number; channels: number; data: ArrayLike<number>; maximum: number },
  size: number,
): Uint8Array {
  if (picture.width !== size || picture.height !== size) {
    throw new WorkbenchError(
      'mask-size',
      `mask is ${picture.width}×${picture.height}, the run expects ${size}×${size}; resize the PNG or pick another run`,
    )
  }
  const colours = picture.channels >= 3 ? 3 : 1
  const mask = new Uint8Array(size * size)
  for (let i = 0; i < mask.length; i++) {
    let sum = 0
    for (let c = 0; c < colours; c++) sum += picture.data[i * picture.channels + c] ?? 0
    mask[i] = sum * 2 > colours * picture.maximum ? 0 : 1
  }
  return mask
}
