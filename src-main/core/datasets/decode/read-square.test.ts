import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { inspect, readSquare } from './read-square.ts'
import { PICTURE_NAME } from './registry.ts'

const golden = new URL('../../../../tests/golden/', import.meta.url)
const expected: { file: string; crop: number; pixels: string }[] = JSON.parse(readFileSync(new URL('crops.json', golden), 'utf8'))
const bytesOf = (file: string) => readFileSync(new URL(`crops/${file}`, golden))
const read = async (bytes: Uint8Array, crop: number | null = null, channels: 1 | 3 = 3) => {
  const target = new Uint8Array(32 * 32 * channels)
  const note = await readSquare(bytes, { size: 32, channels, crop }, target)
  return { target, note }
}

describe('reading a picture as Pillow does', () => {
  test.each(expected)('$file, crop $crop', async ({ file, crop, pixels }) => {
    expect(PICTURE_NAME.test(file)).toBe(true)
    const { target } = await read(bytesOf(file), crop || null)
    const want = Buffer.from(pixels, 'base64')
    const furthest = target.reduce((most, value, i) => Math.max(most, Math.abs(value - want[i]!)), 0)
    expect(furthest).toBeLessThanOrEqual(1)
  })
})

const exact: Record<string, string> = JSON.parse(readFileSync(new URL('jpeg-pixels.json', golden), 'utf8'))
test.each(Object.entries(exact))('%s is decoded as libjpeg-turbo does, to the bit', async (file, sha256) => {
  const bytes = bytesOf(file)
  const { format, header } = inspect(bytes)
  const { width, height } = header
  const { data, channels } = await format.decode(bytes, { left: 0, top: 0, width, height })
  const rgb =
    channels === 3 ? data.subarray(0, 3 * width * height) : [...data.subarray(0, width * height)].flatMap((v) => [v, v, v])
  expect(createHash('sha256').update(Uint8Array.from(rgb)).digest('hex')).toBe(sha256)
})

describe('pictures that cannot be read', () => {
  const plain = bytesOf('420.jpg')
  const half = (file: string) => bytesOf(file).subarray(0, bytesOf(file).length >> 1)
  test.each([
    ['an empty file', Buffer.alloc(0), /^an empty file$/],
    ['text', Buffer.from('hello'), /^not a picture: expected JPEG, PNG, PGM, PPM, WebP$/],
    ['half a JPEG', half('420.jpg'), /^truncated: its picture data end early$/],
    ['half a JPEG with restarts', half('restarts.jpg'), /^truncated/],
    ['half a progressive JPEG', half('progressive.jpg'), /^truncated: its end is missing$/],
    ['the start of a JPEG', plain.subarray(0, 100), /^truncated: it ends before its first scan$/],
    ['half a PNG', half('rgb.png'), /^truncated/],
    ['half a WebP', half('lossy.webp'), /^truncated/],
    ['half a PGM', half('grey.pgm'), /^truncated: its samples end early$/],
    ['a PNG with a damaged byte', bytesOf('rgb.png').fill(0x55, 2000, 2010), /^damaged/],
    ['a PGM bomb', Buffer.from('P5 100000 100000 255\n'), /^declares 100000×100000 pixels: expected at most 100 million$/],
    ['a PGM with a word for a number', Buffer.from('P2 2 2 255\n1 2 x 3'), /^damaged: expected a number$/],
  ])('%s', async (_, bytes, what) => {
    await expect(read(bytes)).rejects.toThrow(what)
  })

  test('leave nothing behind for the next', async () => {
    const before = (await read(plain)).target
    await expect(read(half('420.jpg'))).rejects.toThrow()
    await expect(read(plain.map((byte, i) => (i > 4000 && i < plain.length - 2 ? (i % 2 ? 0xff : 0) : byte)))).rejects.toThrow()
    expect((await read(plain)).target).toEqual(before)
  })
})

test('text and 16-bit Netpbm hold what is written in them', async () => {
  const decode = async (text: string, more: number[] = []) => {
    const bytes = Buffer.concat([Buffer.from(text), Buffer.from(more)])
    const { format, header } = inspect(bytes)
    return (await format.decode(bytes, { left: 0, top: 0, width: header.width, height: header.height })).data
  }
  expect([...(await decode('P2 # a comment\n2 2\n15\n0 15 3\n6'))]).toEqual([0, 255, 51, 102])
  expect([...(await decode('P3 1 1 255 1 2 3'))]).toEqual([1, 2, 3])
  expect([...(await decode('P5 2 1 65535\n', [0xff, 0xff, 0x80, 0x80]))]).toEqual([255, 128])
})

test('grey and colour become each other; a crop larger than the picture is told', async () => {
  const grey = (await read(bytesOf('grey.pgm'), null, 1)).target
  const asColour = (await read(bytesOf('grey.pgm'))).target
  expect([...asColour.filter((_, i) => i % 3 === 1)]).toEqual([...grey])
  expect((await read(bytesOf('rgb.png'), null, 1)).note).toBe('in colour, in a set of grey pictures: turned to grey')
  expect((await read(bytesOf('rgb.png'), 148)).note).toBe('121×97 is smaller than the crop of 148: its centred 97×97 was taken')
})
