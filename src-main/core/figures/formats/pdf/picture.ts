import { decodePng, withChannels } from '../../../png.ts'
import { enlarge } from '../../svg/enlarge.ts'
import { type PdfDocument, type Reference, reference } from './document.ts'

/**
 * A picture as an object of a PDF file, transparency as a mask beside it.
 *
 * @param png its bytes
 * @param factor how many times as many pixels it is written with, each a square of the same colour: some viewers smooth what they enlarge
 */
export function addPicture(document: PdfDocument, png: Uint8Array, factor: number): Reference {
  const picture = decodePng(png)
  const size = `/Width ${picture.width * factor} /Height ${picture.height * factor} /BitsPerComponent 8`
  const add = (colours: 1 | 3, data: Uint8Array, mask = '') =>
    document.addStream(
      `/Type /XObject /Subtype /Image ${size} /ColorSpace ${colours === 3 ? '/DeviceRGB' : '/DeviceGray'}${mask}`,
      enlarge({ width: picture.width, height: picture.height, channels: colours, data }, factor).data,
    )
  const hasAlpha = picture.channels === 2 || picture.channels === 4
  if (!hasAlpha) {
    const colours = picture.channels === 3 ? 3 : 1
    return add(colours, withChannels(picture, colours))
  }
  const at = (channel: number) =>
    Uint8Array.from({ length: picture.width * picture.height }, (_, i) =>
      Math.round((picture.data[i * picture.channels + channel]! / picture.maximum) * 255),
    )
  const mask = add(1, at(picture.channels - 1))
  const planes = picture.channels === 4 ? [at(0), at(1), at(2)] : [at(0), at(0), at(0)]
  const colours = Uint8Array.from({ length: picture.width * picture.height * 3 }, (_, i) => planes[i % 3]![Math.floor(i / 3)]!)
  return add(3, colours, ` /SMask ${reference(mask)}`)
}
