export type Range = readonly [from: number, to: number]

/**
 * A range from share `low` to share `high` of another: 0 and 1 are its ends, (0.25, 0.75) its middle half, (-0.25, 0.75) the same
 * moved back by a quarter. On a logarithmic axis the shares are of the axis's length.
 *
 * @param range both ends positive when `log`
 */
export function partOf([from, to]: Range, low: number, high: number, log = false): Range {
  const at = (share: number) => (log ? from * (to / from) ** share : from + share * (to - from))
  return [at(low), at(high)]
}
