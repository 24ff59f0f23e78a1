import { describe, expect, it } from 'vitest'
import type { DatasetKindInfo } from '../../src-shared/datasets.ts'
import { WorkbenchError } from '../../src-shared/errors.ts'
import { nameFromPath, useDatasetForm } from './useDatasetForm.ts'

const field = { help: '', required: false }
const folder: DatasetKindInfo = {
  kind: 'folder',
  title: 'Folder',
  description: '',
  options: [
    { ...field, name: 'path', label: 'Folder', type: 'folder', required: true },
    { ...field, name: 'crop', label: 'Crop', type: 'number', default: 148 },
    { ...field, name: 'channels', label: 'Colours', type: 'choice', choices: [{ value: '1', label: 'grey' }] },
    { ...field, name: 'splitFile', label: 'Split', type: 'file' },
  ],
}
function filled() {
  const form = useDatasetForm()
  form.choose(folder)
  form.texts.value.path = '/home/me/My photos!/'
  return form
}

describe('nameFromPath', () => {
  it('is the last folder, as far as it can be a name', () => {
    expect(['/home/me/orl_faces/', 'C:\\data\\Faces 2', '/x/_[new]', ''].map(nameFromPath)).toEqual([
      'orl_faces',
      'Faces 2',
      'new-',
      '',
    ])
  })
})

describe('useDatasetForm', () => {
  it('makes a data set of what is typed, numbers as numbers and what is empty left out', () => {
    const form = filled()
    form.texts.value.channels = '1'
    expect(form.dataset.value).toEqual({
      kind: 'folder',
      name: 'My photos-',
      path: '/home/me/My photos!/',
      crop: 148,
      channels: 1,
    })
  })

  it('complains of a field once it was left, and of all when sent', () => {
    const form = filled()
    form.texts.value.crop = 'wide'
    form.texts.value.path = ''
    expect(form.errors.value).toEqual({})
    form.touch('crop')
    expect(form.errors.value).toEqual({ crop: 'expected a whole number, got "wide"' })
    form.texts.value.crop = '4'
    expect(form.errors.value).toEqual({ crop: 'expected at least 8, got 4' })
    expect(form.trySend()).toBeUndefined()
    expect(Object.keys(form.errors.value).sort()).toEqual(['crop', 'path'])
  })

  it('puts a refusal beside its field until that changes', () => {
    const form = filled()
    form.texts.value.splitFile = '/lists/a.csv'
    expect(form.refuse(new WorkbenchError('dataset-source', '/lists/a.csv: no such file'))).toBeUndefined()
    expect(form.errors.value).toEqual({ splitFile: '/lists/a.csv: no such file' })
    form.texts.value.splitFile = '/lists/b.csv'
    expect(form.errors.value).toEqual({})
    form.refuse(new WorkbenchError('dataset-name', 'taken'))
    expect(form.errors.value).toEqual({ name: 'taken' })
    expect(form.refuse(new Error('the disk is full'))).toBe('the disk is full')
  })
})
