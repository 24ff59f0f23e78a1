import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './database.ts'
import { newRun, openStore, owner, stepsEvent, temporaryFile } from './fixtures.ts'
import { migrations } from './migrations/registry.ts'
import { openSqliteRunStore } from './sqlite-run-store.ts'

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'none'
}

test('migrations are numbered 1, 2, 3, … and each is applied once', () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, i) => i + 1))
  const file = temporaryFile()
  const add = {
    number: migrations.length + 1,
    name: 'colours',
    up: (database: BetterSqlite3.Database) => database.exec('CREATE TABLE colours (x) '),
  }
  openDatabase(file).close()
  for (let time = 0; time < 2; time++) {
    const database = openDatabase(file, [...migrations, add])
    onTestFinished(() => void database.close())
    expect(database.pragma('user_version', { simple: true })).toBe(add.number)
    expect(database.prepare('SELECT * FROM colours').all()).toEqual([])
  }
})

test('a migration that fails leaves the database as it was', async () => {
  const file = temporaryFile()
  await openStore(file).createRun(newRun('r'))
  const broken = {
    number: migrations.length + 1,
    name: 'broken',
    up: (database: BetterSqlite3.Database) => database.exec('DROP TABLE checkpoints; nonsense'),
  }
  expect(codeOf(() => openDatabase(file, [...migrations, broken]))).toBe('SQLITE_ERROR')
  expect((await openStore(file).getRun('r'))?.checkpoints).toEqual([])
})

test('refuses a database newer than the program by name and number', () => {
  const file = temporaryFile()
  openSqliteRunStore(file).close()
  const raw = new BetterSqlite3(file)
  raw.pragma('user_version = 99')
  raw.close()
  expect(codeOf(() => openSqliteRunStore(file))).toBe('database-newer')
  expect(() => openSqliteRunStore(file)).toThrow(
    `${file} is a database of version 99, this program knows versions up to ${migrations.length}`,
  )
})

test('a program that knows only plain points refuses a database that may have packed ones', () => {
  const file = temporaryFile()
  openDatabase(file).close()
  expect(codeOf(() => openDatabase(file, migrations.slice(0, 6)))).toBe('database-newer')
})

test('refuses what is not a database, another program’s database and a folder that does not exist, and leaves them alone', () => {
  const text = temporaryFile()
  writeFileSync(text, 'step,loss\n1,0.5\n'.repeat(100))
  expect(codeOf(() => openSqliteRunStore(text))).toBe('database-format')
  expect(() => openSqliteRunStore(text)).toThrow('is not a SQLite database; give another file with --db')
  expect(readFileSync(text, 'utf8')).toBe('step,loss\n1,0.5\n'.repeat(100))

  const foreign = temporaryFile()
  const raw = new BetterSqlite3(foreign)
  raw.exec('CREATE TABLE places (url TEXT)')
  raw.close()
  const before = readFileSync(foreign)
  expect(codeOf(() => openSqliteRunStore(foreign))).toBe('database-foreign')
  expect(readFileSync(foreign)).toEqual(before)

  expect(codeOf(() => openSqliteRunStore(join(temporaryFile(), 'below', 'x.db')))).toBe('database-open')
})

/** Another process that runs `body` with `store` open on `file` and `id`, `template` given. */
function startProcess(body: string, file: string, id: string) {
  const source = `
    import { openSqliteRunStore } from ${JSON.stringify(new URL('./sqlite-run-store.ts', import.meta.url).href)}
    const [file, id, template] = process.argv.slice(1)
    const store = openSqliteRunStore(file)
    ${body}`
  const args = ['--input-type=module', '--eval', source, file, id, JSON.stringify(newRun(id))]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

test('processes that open and fill a new database at the same moment all succeed', { timeout: 60_000 }, async () => {
  const file = temporaryFile()
  const body = `
    for (let i = 0; i < 10; i++) await store.createRun({ ...JSON.parse(template), id: id + i })
    store.close()`
  const ends = Array.from({ length: 4 }, (_, i) => {
    const child = startProcess(body, file, `run${i}`)
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    return new Promise((resolve) => child.on('exit', (code) => resolve(code === 0 ? 'done' : said)))
  })
  expect(await Promise.all(ends)).toEqual(['done', 'done', 'done', 'done'])
  const numbers = (await openStore(file).listRuns()).map(({ name }) => Number(name.split('-')[1])).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
})

test('what was acknowledged survives the process being killed', { timeout: 60_000 }, async () => {
  const file = temporaryFile()
  const body = `
    await store.createRun(JSON.parse(template))
    await store.claim(id, ${JSON.stringify(owner)}, 0, 1000)
    await store.record(id, 1, 1, [${JSON.stringify(stepsEvent(1, 50))}], 0)
    process.stdout.write('acknowledged')
    setInterval(() => {}, 1000)`
  const child = startProcess(body, file, 'r')
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  const store = openStore(file)
  expect((await store.readSeries('r', 'loss')).steps).toHaveLength(50)
  expect(await store.sweepExpired(1000)).toEqual(['r'])
})
