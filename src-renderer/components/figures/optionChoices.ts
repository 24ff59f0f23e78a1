export const xAxisChoices = ['step', 'relative'] as const
export const grounds = ['white', 'transparent'] as const
/** Which pictures of the split: the figure's own, the first so many, or the selected one. */
export const sampleModes = ['usual', 'first', 'this one'] as const
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
