/** Pixels of the decoder to one of the picture: what can be chosen. */
export const scales: readonly number[] = [1, 2, 4, 8, 16]
