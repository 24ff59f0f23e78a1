import type { Page } from '@playwright/test'

/**
 * Watches for what `condition` says, from frame to frame, in the page itself: nothing is added by the way between the programs.
 *
 * @param condition an expression; what it may use is the page's alone
 * @param from an event whose time the watch is measured from; none: the navigation
 */
const watch = (condition: string, from?: string) => `
  window.benchDrawn = new Promise((resolve) => {
    const begin = (start) => {
      const look = () => {
        if (document.body && (${condition})) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)))
        else requestAnimationFrame(look)
      }
      look()
    }
    ${from ? `addEventListener('${from}', () => begin(performance.now()), { once: true, capture: true })` : 'begin(0)'}
  })`

/** Milliseconds from a page's address to what it should show. */
export async function openingTime(page: Page, url: string, condition: string): Promise<number> {
  await page.addInitScript(watch(condition))
  await page.goto(url)
  return page.evaluate('window.benchDrawn') as Promise<number>
}

/** Milliseconds from the event that `act` makes to what should then be seen. */
export async function answerTime(page: Page, event: string, act: () => Promise<void>, condition: string): Promise<number> {
  await page.evaluate(`void (() => {${watch(condition, event)}})()`)
  await act()
  return page.evaluate('window.benchDrawn') as Promise<number>
}

/** Whether a chart of ours shows so many lines. @param title of its panel, as the DOM has it */
export const linesDrawn = (title: string, count: number) =>
  `[...document.querySelectorAll('canvas[aria-label^="${title}: "]')].some((chart) => !chart.ariaLabel.includes('nothing recorded') && chart.ariaLabel.split(', ').length >= ${count})`

export const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
export const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`
