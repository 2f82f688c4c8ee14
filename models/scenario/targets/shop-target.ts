import * as z from 'zod'
import { DAY_MS, flag, numberAbove0, numberFrom, object, wholeNumber } from '../schema-fields.ts'

/** The built-in shop, which the lab starts, with a link before it if that has a round trip. */
export const shopTarget = object("{ builtin: 'shop' } with its options", {
  builtin: z.literal('shop', { error: "'shop'" }),
  tls: z
    .literal([true, false, 'ecdsa', 'rsa'], { error: "true, false, 'ecdsa' or 'rsa'" })
    .transform((tls) => (tls === true ? 'ecdsa' : tls))
    .default(false),
  link: object('{ rttMs }', { rttMs: numberFrom(0, 10_000, 'ms') }).optional(),
  slots: wholeNumber(1, 10_000).optional(),
  keepAliveTimeoutMs: numberAbove0(DAY_MS, 'ms').optional(),
  keepAliveHeader: flag().optional(),
  port: wholeNumber(1, 65_535).optional(),
})

export type ShopTarget = z.output<typeof shopTarget>
