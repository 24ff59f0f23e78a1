import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Command } from '../components/shell/commands.ts'

/** What the open view adds to the command palette. */
export const useViewCommands = defineStore('viewCommands', () => {
  const offered = shallowRef<readonly Command[]>([])
  return { offered }
})
