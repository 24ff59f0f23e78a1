import { defaultSettings, type Settings, settingsSchema } from '../../../src-shared/settings.ts'
import type { Context } from './context.ts'

export interface SettingMethods {
  readSettings(): Settings
  /** Changes what is given. @returns all of them */
  changeSettings(change: Partial<Settings>): Settings
}

export function settingMethods({ database, write }: Context): SettingMethods {
  const select = database.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings')
  const put = database.prepare<[string, string]>(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )

  /** A setting that this program does not know, or whose value it does not accept, is another version's: left alone, not used. */
  function readSettings(): Settings {
    const stored = new Map(select.all().map(({ name, value }) => [name, JSON.parse(value) as unknown]))
    const known = Object.entries(settingsSchema.shape).flatMap(([name, field]) => {
      const parsed = field.safeParse(stored.get(name))
      return parsed.success ? [[name, parsed.data]] : []
    })
    return { ...defaultSettings, ...Object.fromEntries(known) }
  }

  return {
    readSettings,
    changeSettings: (change) =>
      write(() => {
        for (const [name, value] of Object.entries(change)) put.run(name, JSON.stringify(value))
        return readSettings()
      }),
  }
}
