import type { DatasetInfo } from '../../src-shared/datasets.ts'

/** What a data set is called on the screen: its own name, or for what is built in its kind's. */
export function datasetTitle(set: Pick<DatasetInfo, 'name' | 'kind' | 'title'>): string {
  return set.name === set.kind ? set.title : set.name
}
