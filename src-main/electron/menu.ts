import type { MenuItemConstructorOptions } from 'electron'

/** What the menu does that Electron has no role for. */
export interface MenuActions {
  newRun(): void
}

/** The native menu: the platform's standard roles, so that copying, zooming and closing work as everywhere. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New Run', accelerator: 'CmdOrCtrl+N', click: () => actions.newRun() },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    { role: 'windowMenu' },
  ]
}
