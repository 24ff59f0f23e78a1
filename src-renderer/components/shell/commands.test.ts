import { expect, it } from 'vitest'
import { type Command, findCommands } from './commands.ts'

const command = (label: string, more: Partial<Command> = {}): Command => ({
  id: label,
  label,
  group: 'Actions',
  run: () => {},
  ...more,
})

it('finds what holds every word, what begins with them first', () => {
  const commands = [
    command('Open slides-beta0.1-1', { group: 'Runs' }),
    command('New run'),
    command('Runs', { group: 'Views' }),
    command('Stop', { words: 'end run' }),
  ]
  expect(findCommands(commands, 'run').map(({ label }) => label)).toEqual(['Runs', 'New run', 'Open slides-beta0.1-1', 'Stop'])
  expect(findCommands(commands, 'beta open').map(({ label }) => label)).toEqual(['Open slides-beta0.1-1'])
  expect(findCommands(commands, 'no such')).toEqual([])
  expect(findCommands(commands, ' ')).toHaveLength(4)
})
