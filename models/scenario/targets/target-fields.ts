import * as z from 'zod'
import { text, wholeNumber } from '../schema-fields.ts'

const urlError =
  'an http or https URL such as https://shop.example:8443/api, without user, query and fragment'

/** Where load goes: an origin, and a path that those of requests are put after. */
export const loadUrl = text(urlError, /^https?:\/\/[^/?#@\\\s]+(\/[^?#\\\s]*)?$/i).pipe(
  z.url({ error: urlError }),
)

export const caFile = text('the path of a PEM file')
export const pid = wholeNumber(1, 4_194_304)
export const port = wholeNumber(1, 65_535)

/** A metrics page in the Prometheus text format. */
export const prometheusUrl = pageUrl('the http or https URL of a metrics page')

/** Where Go's net/http/pprof answers. */
export const pprofUrl = pageUrl(
  "the http or https URL of Go's profiles, such as http://127.0.0.1:6060/debug/pprof",
)

function pageUrl(error: string) {
  return text(error, /^https?:\/\/[^/\\\s]+/i).pipe(z.url({ error }))
}
