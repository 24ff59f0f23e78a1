import type { LineLook } from '../charts/run-styles.ts'

/** Colour 0 is the third ink. */
const looks: Readonly<Record<string, LineLook>> = {
  model: { colour: 5 },
  gaussian: { colour: 1 },
  biharmonic: { colour: 2 },
  harmonic: { colour: 3 },
  linear: { colour: 4 },
  nearest: { colour: 0, dash: [4, 3] },
  mean: { colour: 0, dash: [1, 3] },
}
const other: LineLook = { colour: 3, dash: [2, 2] }

/** Methods keep their look wherever they are drawn; the model is ink and bold. */
export const methodLook = (method: string): LineLook => looks[method] ?? other
