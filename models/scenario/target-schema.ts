import * as z from 'zod'
import { DAY_MS, flag, numberAbove0, numberFrom, object, text, wholeNumber } from './schema-fields.ts'

const builtinTarget = object("{ builtin: 'shop' } with its options", {
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

const urlError =
  'an http or https URL such as https://shop.example:8443/api, without user, query and fragment'

const urlTarget = object("{ url: 'https://…' } with its options", {
  url: text(urlError, /^https?:\/\/[^/?#@\\\s]+(\/[^?#\\\s]*)?$/i).pipe(z.url({ error: urlError })),
  insecure: flag().optional(),
  caFile: text('the path of a PEM file').optional(),
  pid: wholeNumber(1, 4_194_304).optional(),
  prometheus: text('the http or https URL of a metrics page', /^https?:\/\/[^/\\\s]+/i)
    .pipe(z.url({ error: 'the http or https URL of a metrics page' }))
    .optional(),
})

/** Where requests go. */
export const target = z.union([builtinTarget, urlTarget], {
  error: "{ builtin: 'shop' } or { url: 'https://…' }",
})
