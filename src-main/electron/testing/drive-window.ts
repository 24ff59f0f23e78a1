import { registerHooks } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRpc, nothingServed } from '../../../src-shared/contract/rpc.ts'
import { workbenchContract } from '../../../src-shared/contract/workbench.ts'
import { connectMessage } from '../connect-message.ts'
import { pageScheme } from '../page.ts'
import { portPair } from './port-pair.ts'

/**
 * Imported before the built main process (`node --import`): gives it a fake `electron`, acts as its page once it has loaded one, prints
 * what it saw as one line of JSON, and closes the window.
 */
const fakeUrl = new URL('./fake-electron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: fakeUrl, shortCircuit: true } : next(specifier, context),
})
const { app, handlers, ipcMain }: typeof import('./fake-electron.ts') = await import(fakeUrl)

app.once('fake-load', async (window: InstanceType<typeof import('./fake-electron.ts').BrowserWindow>, address: string) => {
  const page = await handlers.get(pageScheme)!({ url: address, method: 'GET' })
  const { main, page: port } = portPair()
  ipcMain.emit(connectMessage, { senderFrame: { url: address, parent: null }, ports: [main] })
  const rpc = createRpc({ channel: port, ...nothingServed }, workbenchContract)
  const { database } = await rpc.call('workbench.info', {})
  const engines = await rpc.call('engines.list', {})
  const { name, imageSize } = (await rpc.call('datasets.list', {}))[0]!
  rpc.call('datasets.build', { name, imageSize }).catch(() => {}) // Closing the window ends it.
  let count = 0
  while (count === 0) {
    await sleep(50)
    count = (await rpc.call('datasets.pictures', { name, imageSize, split: 'train', count: 3 })).count
  }
  process.stdout.write(
    `${JSON.stringify({
      page: [page.status, (await page.text()).slice(0, 15)],
      preferences: window.options.webPreferences,
      database,
      engines: engines.map((engine) => engine.name),
      pictures: count,
    })}\n`,
  )
  window.close()
})
