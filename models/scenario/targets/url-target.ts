import type * as z from 'zod'
import { flag, object } from '../schema-fields.ts'
import { caFile, loadUrl, pid, pprofUrl, prometheusUrl } from './target-fields.ts'

/** A server that runs already, wherever it is. */
export const urlTarget = object("{ url: 'https://…' } with its options", {
  url: loadUrl,
  insecure: flag().optional(),
  caFile: caFile.optional(),
  pid: pid.optional(),
  prometheus: prometheusUrl.optional(),
  pprof: pprofUrl.optional(),
})

export type UrlTarget = z.output<typeof urlTarget>
