import { jpeg } from './jpeg/jpeg.ts'
import { netpbm } from './netpbm.ts'
import type { PictureFormat } from './picture-format.ts'
import { png } from './png.ts'
import { webp } from './webp.ts'

/** In the order they are tried. */
const PICTURE_FORMATS: readonly PictureFormat[] = [jpeg, png, netpbm, webp]

/** What the names of picture files end in; a folder's other files are no pictures, and no problem. */
export const PICTURE_NAME = /\.(jpe?g|jpe|jfif|png|pgm|ppm|pnm|webp)$/i

export const formatNames = PICTURE_FORMATS.map(({ name }) => name).join(', ')

/** @returns the format whose first bytes these are */
export function formatOf(bytes: Uint8Array): PictureFormat | undefined {
  return PICTURE_FORMATS.find((format) => format.matches(bytes))
}
