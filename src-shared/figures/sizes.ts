/** A pixel of the finest export, 1/300 inch, in points: pictures stand on this grid, so that their pixels come out whole. */
export const fineUnit = 72 / 300

/** Where a figure is to stand. Sizes in points, whole numbers of 1/300 inch. */
export interface FigureSize {
  readonly name: FigureSizeName
  readonly label: string
  readonly width: number
  readonly height: number
  readonly medium: 'slide' | 'print'
  /** Of ordinary text and of the title, in points. */
  readonly text: number
  readonly title: number
  readonly margin: number
}

const inches = (value: number) => Math.round(value * 300) * fineUnit
const millimetres = (value: number) => inches(value / 25.4)

export const figureSizeNames = ['full', 'half', 'standard', 'deck', 'column', 'double'] as const
export type FigureSizeName = (typeof figureSizeNames)[number]

const slide = { medium: 'slide', text: 14, margin: inches(0.4) } as const
const print = { medium: 'print', text: 7, title: 8, margin: inches(0.04) } as const

export const figureSizes: readonly FigureSize[] = [
  {
    ...slide,
    name: 'full',
    label: 'Slide 16:9, full',
    width: inches(40 / 3),
    height: inches(7.5),
    text: 16,
    title: 28,
    margin: inches(0.5),
  },
  { ...slide, name: 'half', label: 'Slide 16:9, half', width: inches(6.4), height: inches(6), title: 20, margin: inches(0.25) },
  { ...slide, name: 'standard', label: 'Slide 4:3', width: inches(10), height: inches(7.5), text: 15, title: 25 },
  { ...slide, name: 'deck', label: 'Slide 16:9, below a title', width: 888, height: 420, text: 16, title: 25, margin: 0 },
  { ...print, name: 'column', label: 'Print, one column (89 mm)', width: millimetres(89), height: millimetres(72) },
  { ...print, name: 'double', label: 'Print, two columns (180 mm)', width: millimetres(180), height: millimetres(105) },
]

export const figureSize = (name: FigureSizeName): FigureSize => figureSizes.find((size) => size.name === name)!
