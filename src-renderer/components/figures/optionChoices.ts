export const xAxisChoices = ['step', 'relative'] as const
export const grounds = ['white', 'transparent'] as const
/** Which pictures of the split: the figure's own, the first so many, or the selected one; or a person's own picture. */
export const sampleModes = ['usual', 'first', 'this one', 'own'] as const
/** Error maps: the figure's own choice, or a person's. */
export const errorMapModes = ['usual', 'shown', 'none'] as const
/** Tops of their scale. */
export const errorTops: readonly number[] = [0.05, 0.1, 0.2, 0.3, 0.5, 1]
/** Masks to pick from, beside the selected one. */
export const maskChoices: readonly string[] = [
  'rect-centred:0.75',
  'random:0.9',
  'random:0.7',
  'random:0.5',
  'random:0.3',
  'random:0.1',
  'all',
]
