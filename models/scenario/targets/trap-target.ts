import * as z from 'zod'
import { flag, object, oneOf, wholeNumber } from '../schema-fields.ts'

/** Those that leak, each in a way of its own. */
export const leakingTraps = [
  'request-map',
  'template-helpers',
  'outgoing-call',
  'config-reload',
  'unbounded-cache',
  'worker-context',
  'buffer-pool',
  'callback-handler',
] as const

/** Those that grow, or seem to, and do not leak. */
export const boundedTraps = ['bounded-lru', 'slow-warm-up', 'periodic-batch'] as const

const trapNames = [...leakingTraps, ...boundedTraps] as const

/**
 * A service that leaks in a known way, or its fixed twin, or one whose growth has an end: what a search for leaks is tried
 * with. It answers `GET /orders/{id}`, and what is kept does not hang on the id.
 */
export const trapTarget = object("{ builtin: 'trap', trap } with its options", {
  builtin: z.literal('trap', { error: "'trap'" }),
  trap: oneOf(trapNames),
  /** The same service without its leak. */
  fixed: flag().default(false),
  /** Requests after which what has an end has about its full size. */
  settleRequests: wholeNumber(4, 1_000_000).default(2000),
}).refine(({ trap, fixed }) => !(fixed && boundedTraps.some((name) => name === trap)), {
  path: ['fixed'],
  error: `false for ${boundedTraps.join(', ')}, which do not leak`,
})

export type TrapTarget = z.output<typeof trapTarget>
export type TrapName = (typeof trapNames)[number]
