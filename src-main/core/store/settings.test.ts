import { expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { openStore, temporaryFile } from './fixtures.ts'

test('settings have defaults, are seen by other programs and outlive values of another version', async () => {
  const file = temporaryFile()
  const store = openStore(file)
  const other = openStore(file)
  expect(await store.readSettings()).toEqual({ trainingsAtOnce: 1 })
  expect(await store.changeSettings({ trainingsAtOnce: 3 })).toEqual({ trainingsAtOnce: 3 })
  expect(await other.readSettings()).toEqual({ trainingsAtOnce: 3 })

  const database = openDatabase(file)
  database.prepare("INSERT INTO settings VALUES ('later', '{}')").run()
  database.prepare("UPDATE settings SET value = '\"many\"' WHERE name = 'trainingsAtOnce'").run()
  database.close()
  expect(await store.readSettings()).toEqual({ trainingsAtOnce: 1 })
})
