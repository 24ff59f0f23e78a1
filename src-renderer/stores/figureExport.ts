import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { DeckJob } from '../../src-shared/contract/figure-calls.ts'
import { saveFile } from '../files/download.ts'
import { connection } from '../rpc/client.ts'
import { useFigureChoice } from './figureChoice.ts'
import { useToasts } from './toasts.ts'

/** Makes files of the figure in view and hands them to the person. */
export const useFigureExport = defineStore('figureExport', () => {
  const choice = useFigureChoice()
  const toasts = useToasts()
  /** What is being made; undefined: nothing. */
  const making = ref<'files' | 'deck'>()
  const under = shallowRef(new AbortController())
  const jobs = shallowRef<readonly DeckJob[]>([])
  const deckId = ref('')
  const progress = computed(() => jobs.value.find(({ id }) => id === deckId.value))

  /** One thing at a time; what fails is said, what is cancelled is not. */
  async function make(what: 'files' | 'deck', work: (signal: AbortSignal) => Promise<void>) {
    if (making.value) return
    making.value = what
    under.value = new AbortController()
    const { signal } = under.value
    try {
      await work(signal)
    } catch (error) {
      if (!signal.aborted) toasts.report(error)
    } finally {
      making.value = undefined
    }
  }

  async function exportFigure() {
    const { request, formats } = choice
    if (!request || formats.length === 0) return
    await make('files', async (signal) => {
      const { files } = await connection.call('figures.export', { ...request, formats: [...formats] }, { signal })
      for (const { name, mime, bytes } of files) {
        saveFile(name, new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }))
      }
    })
  }

  /** The slides of the selected runs, as one presentation. */
  async function exportDeck() {
    const request = choice.deckRequest
    if (!request) return
    await make('deck', async (signal) => {
      deckId.value = crypto.randomUUID()
      const unlisten = connection.listen('decks', 0, (list) => {
        jobs.value = list
      })
      try {
        const { file, notes } = await connection.call('figures.deck', { id: deckId.value, ...request }, { signal })
        saveFile(file.name, new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: file.mime }))
        for (const note of notes.filter((one) => one.startsWith('Left out'))) toasts.show(note)
      } finally {
        unlisten()
      }
    })
  }
  const cancel = () => under.value.abort()

  return { making, progress, exportFigure, exportDeck, cancel }
})
