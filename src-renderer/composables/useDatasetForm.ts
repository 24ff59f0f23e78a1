import { computed, ref } from 'vue'
import { type DatasetKindInfo, type NewDataset, newDatasetSchema } from '../../src-shared/datasets.ts'
import { messageOf, WorkbenchError } from '../../src-shared/errors.ts'
import { describeFault, got, inPlain } from '../../src-shared/plain-issues.ts'

export type DatasetOption = DatasetKindInfo['options'][number]

/** The last folder of a path, or the zip, as far as it can be a name. */
export function nameFromPath(path: string): string {
  const last =
    path
      .trim()
      .split(/[\\/]+/)
      .filter(Boolean)
      .at(-1) ?? ''
  return last
    .replace(/\.zip$/i, '')
    .replace(/[^\p{L}\p{N}._ -]/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 64)
}

const placeNames: Record<string, string> = { folder: 'a folder', file: 'a file' }

/** What an option's text stands for: a number where one is asked for, if it is one. */
function parsed(option: DatasetOption, text: string): string | number {
  const numeric = option.type === 'number' || option.name === 'channels'
  return numeric && !Number.isNaN(Number(text)) ? Number(text) : text
}

/** The form that adds a data set: texts as typed, what they make, and each field's complaint once it is due. */
export function useDatasetForm() {
  const kind = ref<DatasetKindInfo>()
  const name = ref('')
  const texts = ref<Record<string, string>>({})
  /** What the workbench said of a field, until it is changed. */
  const refused = ref<{ field: string; message: string; of: string }>()
  const tried = ref(false)
  const touched = ref(new Set<string>())

  const shownName = computed(() => name.value.trim() || nameFromPath(texts.value.path ?? ''))
  const candidate = computed(() => {
    const options = (kind.value?.options ?? []).flatMap((option) => {
      const text = (texts.value[option.name] ?? '').trim()
      return text === '' ? [] : [[option.name, parsed(option, text)] as const]
    })
    return { kind: kind.value?.kind ?? '', name: shownName.value, ...Object.fromEntries(options) }
  })
  const faults = computed(() => {
    const found: Record<string, string> = {}
    for (const { name, type, required } of kind.value?.options ?? []) {
      const text = (texts.value[name] ?? '').trim()
      if (required && text === '') found[name] = `expected ${placeNames[type] ?? 'a value'}`
      else if (type === 'number' && text !== '' && !Number.isInteger(Number(text)))
        found[name] = `expected a whole number, got ${got(text)}`
    }
    const { error } = newDatasetSchema.safeParse(candidate.value, inPlain)
    for (const issue of error?.issues ?? []) found[String(issue.path[0])] ??= describeFault(issue)
    // The name comes from the path: one complaint is enough.
    if (found.path && name.value.trim() === '') delete found.name
    return found
  })
  const dataset = computed<NewDataset | undefined>(() =>
    Object.keys(faults.value).length === 0 ? newDatasetSchema.safeParse(candidate.value).data : undefined,
  )
  const textOf = (field: string) => (field === 'name' ? shownName.value : (texts.value[field] ?? ''))
  /** What stands beside a field: not before it was left or the form was sent. */
  const errors = computed(() => {
    const due = Object.entries(faults.value).filter(([field]) => tried.value || touched.value.has(field))
    const said = Object.fromEntries(due)
    if (refused.value && textOf(refused.value.field) === refused.value.of) said[refused.value.field] ??= refused.value.message
    return said
  })

  function choose(next: DatasetKindInfo) {
    kind.value = next
    texts.value = {
      ...(texts.value.path && { path: texts.value.path }),
      ...Object.fromEntries(
        next.options.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, String(value)]])),
      ),
    }
    tried.value = false
    touched.value = new Set()
  }

  /** Puts the workbench's refusal beside the field it is about. @returns what is about none */
  function refuse(error: unknown): string | undefined {
    const message = messageOf(error)
    const code = error instanceof WorkbenchError ? error.code : ''
    const splitFile = texts.value.splitFile?.trim()
    let field: string | undefined
    if (code === 'dataset-name') field = 'name'
    else if (code === 'dataset-options') field = message.split(':', 1)[0]
    else if (code === 'dataset-source' || code === 'dataset-path')
      field = splitFile && message.includes(splitFile) ? 'splitFile' : 'path'
    const known = field !== undefined && (field === 'name' || kind.value?.options.some((option) => option.name === field))
    if (!known) return message
    refused.value = { field: field!, message, of: textOf(field!) }
    return undefined
  }

  return {
    kind,
    name,
    shownName,
    texts,
    dataset,
    errors,
    choose,
    refuse,
    touch: (field: string) => touched.value.add(field),
    trySend: () => {
      tried.value = true
      return dataset.value
    },
  }
}
