import { describe, expect, it, vi } from 'vitest'
import { menuTemplate } from './menu.ts'

const actions = { newRun: vi.fn() }

describe('menuTemplate', () => {
  it('has the standard menus, and the application’s own where the platform has one', () => {
    const roles = (platform: NodeJS.Platform) => menuTemplate(platform, actions).map(({ role, label }) => role ?? label)
    expect(roles('linux')).toEqual(['&File', 'editMenu', 'viewMenu', 'windowMenu'])
    expect(roles('darwin')).toEqual(['appMenu', '&File', 'editMenu', 'viewMenu', 'windowMenu'])
  })

  it('begins a run by Ctrl/Cmd+N', () => {
    const [file] = menuTemplate('win32', actions)
    const item = (file!.submenu as { accelerator?: string; click?: () => void }[]).find(
      ({ accelerator }) => accelerator === 'CmdOrCtrl+N',
    )
    item!.click!()
    expect(actions.newRun).toHaveBeenCalledOnce()
  })
})
