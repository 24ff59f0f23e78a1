let pen: OffscreenCanvasRenderingContext2D | undefined

/** How wide a text is in one line, in px, in the letters of an element: nothing is laid out for it. */
export function textWidthIn(element: Element): (text: string) => number {
  pen ??= new OffscreenCanvas(1, 1).getContext('2d')!
  const context = pen
  const { fontWeight, fontSize, fontFamily, letterSpacing } = getComputedStyle(element)
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`
  context.letterSpacing = letterSpacing === 'normal' ? '0px' : letterSpacing
  return (text) => context.measureText(text).width
}
