import { z } from 'zod'

/** A measured number: NaN and the infinities are values too, and must reach whoever looks. */
export const measuredSchema = z.union([
  z.number(),
  z.nan(),
  z.literal(Number.POSITIVE_INFINITY),
  z.literal(Number.NEGATIVE_INFINITY),
])
