/** The light theme's colours (`tokens.css`): figures are light whatever the window's theme is. */
export const palette = {
  panel: '#ffffff',
  sunken: '#f2f0ea',
  line: '#e2dfd6',
  lineStrong: '#8f8a7e',
  ink: '#1d1b16',
  ink2: '#56524a',
  ink3: '#6f6a60',
  accent: '#0b6e6e',
  accentSoft: '#e0efed',
  bad: '#b3261e',
  hatchGround: '#ece9e1',
  hatchLine: '#a39d90',
  series: ['#0072b2', '#c24d00', '#00805c', '#b0568c', '#1d1b16'],
} as const

/** @param colour number of the token `--series-n`, from 1; 0: the third ink */
export const seriesColour = (colour: number): string =>
  colour === 0 ? palette.ink3 : palette.series[(colour - 1) % palette.series.length]!
