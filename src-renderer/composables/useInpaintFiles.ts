import { useEventListener } from '@vueuse/core'
import { ref } from 'vue'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { saveFile } from '../files/download.ts'
import { copyPicture, fileName, maskPng, picturePng, readMaskFile } from '../inpainting/files.ts'
import { useInpaintMask } from '../stores/inpaintMask.ts'
import { useInpaintPicture } from '../stores/inpaintPicture.ts'
import { useInpaintResults } from '../stores/inpaintResults.ts'
import { useToasts } from '../stores/toasts.ts'

/** Browsers open files only for a person's own act, and may know of a pressed key a moment after its event. */
async function untilActivated(): Promise<void> {
  for (let wait = 0; wait < 20 && !navigator.userActivation.isActive; wait++)
    await new Promise((resolve) => setTimeout(resolve, 25))
}

/** Pictures and masks in, masks and results out. */
export function useInpaintFiles() {
  const source = useInpaintPicture()
  const masks = useInpaintMask()
  const results = useInpaintResults()
  const toasts = useToasts()
  const dragging = ref(false)

  async function trying(work: () => Promise<unknown>) {
    try {
      await work()
    } catch (error) {
      toasts.report(error)
    }
  }
  const openMask = (file: File) =>
    trying(async () => {
      if (masks.size) masks.set(await readMaskFile(file, masks.size))
    })
  const openPicture = (file: File) => trying(() => source.openFile(file))

  async function choose(accept: string, take: (file: File) => unknown) {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.onchange = () => {
      const file = input.files?.[0]
      if (file) void take(file)
    }
    await untilActivated()
    input.click()
  }
  // Wherever in the window it is dropped.
  useEventListener(window, 'dragover', (event: DragEvent) => {
    event.preventDefault()
    dragging.value = event.dataTransfer?.types.includes('Files') ?? false
  })
  useEventListener(window, 'dragleave', (event: DragEvent) => {
    if (!event.relatedTarget) dragging.value = false
  })
  useEventListener(window, 'drop', (event: DragEvent) => {
    event.preventDefault()
    dragging.value = false
    const file = event.dataTransfer?.files[0]
    if (file) void (/mask/i.test(file.name) ? openMask(file) : openPicture(file))
  })

  function chosenResult(): { label: string; png: Blob } {
    const { chosen: method, chosenAnswer: answer } = results
    if (!method || !answer) throw new WorkbenchError('no-result', 'there is no result yet: wait for the picture, then try again')
    return { label: method.label, png: picturePng(answer.filled, answer.size, answer.picture.channels) }
  }
  return {
    dragging,
    choosePicture: () => choose('image/jpeg,image/png,image/webp,.pgm,.ppm', openPicture),
    chooseMask: () => choose('image/png', openMask),
    saveMask: () => {
      if (masks.mask && masks.size) saveFile(`${fileName(source.name, 'mask')}.png`, maskPng(masks.mask, masks.size))
    },
    saveResult: () =>
      trying(async () => {
        const { label, png } = chosenResult()
        const size = results.scale === 1 ? [] : [`x${results.scale}`]
        saveFile(`${fileName(label, 'inpaint', source.name, ...size)}.png`, png)
      }),
    saveWhole: () =>
      trying(async () => {
        const label = results.chosen?.label
        const png = await results.pasteBack()
        if (!png || !label) return
        saveFile(
          `${fileName(label, 'inpaint', source.name, 'whole')}.png`,
          new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' }),
        )
      }),
    copyResult: () =>
      trying(async () => {
        const { label, png } = chosenResult()
        await copyPicture(png)
        toasts.show(`${label}’s picture is on the clipboard.`)
      }),
  }
}
