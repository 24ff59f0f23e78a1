import type { Locator } from '@playwright/test'

/** Drops a file or folder of this machine, as a person would from its file manager. */
export async function drop(on: Locator, path: string): Promise<void> {
  const box = (await on.boundingBox())!
  const session = await on.page().context().newCDPSession(on.page())
  const at = { x: box.x + 40, y: box.y + 20, data: { items: [], files: [path], dragOperationsMask: 1 } }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, ...at })
  await session.detach()
}
