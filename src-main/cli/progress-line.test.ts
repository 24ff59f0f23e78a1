import { expect, it } from 'vitest'
import { createProgressLine } from './progress-line.ts'

function record(isTTY: boolean) {
  const written: string[] = []
  let time = 0
  const line = createProgressLine({ isTTY, write: (text: string) => written.push(text) }, () => time)
  return {
    line,
    written,
    at(seconds: number, what: string, share: number) {
      time = seconds * 1000
      line.show(what, share)
    },
  }
}

it('rewrites one line on a terminal, with the time that is left, and leaves nothing behind', () => {
  const { line, written, at } = record(true)
  at(0, 'Gallery', 0)
  at(10, 'Gallery', 0.25)
  at(400, 'Table', 0.5)
  // The file is another job, with a time of its own.
  at(500, 'Writing the file', 0)
  at(510, 'Writing the file', 0.5)
  line.clear()
  const start = '\r\u001b[K'
  expect(written).toEqual([
    `${start}Gallery, 0 %`,
    `${start}Gallery, 25 %, about 30 s left`,
    `${start}Table, 50 %, about 7 min left`,
    `${start}Writing the file, 0 %`,
    `${start}Writing the file, 50 %, about 10 s left`,
    start,
  ])
})

it('elsewhere writes whole lines, a few', () => {
  const { line, written, at } = record(false)
  for (let second = 0; second <= 10; second++) at(second, 'Gallery', second / 10)
  line.clear()
  expect(written).toEqual(['Gallery, 0 %\n', 'Gallery, 50 %, about 5 s left\n', 'Gallery, 100 %\n'])
})
