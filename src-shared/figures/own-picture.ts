import { encode } from 'fast-png'
import { toWord } from '../base64.ts'
import { longestPictureName, type OwnPictureOption } from './options.ts'

/**
 * A person's own picture as a figure's options hold it.
 *
 * @param name its file's
 * @param picture [size, size, channels] uint8
 */
export function ownPictureOption(name: string, picture: Uint8Array, size: number, channels: number): OwnPictureOption {
  const png = encode({ width: size, height: size, data: picture, channels, depth: 8 })
  return { name: name.slice(0, longestPictureName), png: toWord(png) }
}
