import { encode } from 'fast-png'
import { decodePng } from '../../png.ts'
import { enlarge, enlargement } from './enlarge.ts'

const picture = /<image\b[^>]*>/g
const pngData = /data:image\/png;base64,([^"]*)/

/** An SVG whose photographs have as many pixels as they are shown with, for programs that would smooth what they enlarge. */
export function enlargePictures(svg: string): string {
  return svg.replace(picture, (element) => {
    const width = Number(/\bwidth="([^"]*)"/.exec(element)?.[1])
    return element.replace(pngData, (_, data: string) => `data:image/png;base64,${enlarged(Buffer.from(data, 'base64'), width)}`)
  })
}

function enlarged(png: Uint8Array, points: number): string {
  const { width, height, channels, data, maximum } = decodePng(png)
  const bytes = maximum === 255 ? Uint8Array.from(data) : Uint8Array.from(data, (value) => Math.round((value * 255) / maximum))
  const large = enlarge({ width, height, channels, data: bytes }, enlargement(width, points))
  return Buffer.from(encode({ ...large, depth: 8 })).toString('base64')
}
