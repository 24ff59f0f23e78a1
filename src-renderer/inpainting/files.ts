import { encode } from 'fast-png'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { maskFromPixels } from '../../src-shared/masks/file.ts'

/** @param picture [size, size, channels] uint8 */
export function picturePng(picture: Uint8Array, size: number, channels: number): Blob {
  return new Blob([encode({ width: size, height: size, data: picture, channels, depth: 8 }) as Uint8Array<ArrayBuffer>], {
    type: 'image/png',
  })
}

/** As editing tools mean it: white = to be filled. */
export function maskPng(mask: Uint8Array, size: number): Blob {
  return picturePng(
    mask.map((pixel) => (pixel === 1 ? 0 : 255)),
    size,
    1,
  )
}

/** @returns [size, size], 1 = known @throws WorkbenchError `mask-file`, `mask-size` */
export async function readMaskFile(file: File, size: number): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' }).catch((error) => {
    throw new WorkbenchError('mask-file', `${file.name} cannot be read as a picture (${messageOf(error)}): expected a PNG`)
  })
  const { width, height } = bitmap
  const context = new OffscreenCanvas(width, height).getContext('2d')!
  context.fillRect(0, 0, width, height) // what is transparent is known
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return maskFromPixels({ width, height, channels: 4, data: context.getImageData(0, 0, width, height).data, maximum: 255 }, size)
}

export async function copyPicture(blob: Blob): Promise<void> {
  if (!navigator.clipboard?.write) {
    throw new WorkbenchError('clipboard', 'this browser gives no access to the clipboard here: save the picture instead (S)')
  }
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
}

/** A name that every file system takes. */
export function fileName(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^-+|-+$/g, '')).join('_')
}
