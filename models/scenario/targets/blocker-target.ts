import * as z from 'zod'
import { flag, object, oneOf } from '../schema-fields.ts'
import { port } from './target-fields.ts'

/** What keeps the requests of a blocker waiting. */
export const blockerNames = [
  'sync-crypto',
  'json-parse',
  'backtracking-regexp',
  'mutex',
  'pool-exhaustion',
] as const

export type BlockerName = (typeof blockerNames)[number]

/** A server with one known fault, so that a diagnosis can be tried on what is known; it answers at `/work`. */
export const blockerTarget = object("{ builtin: 'blocker', blocker } with its options", {
  builtin: z.literal('blocker', { error: "'blocker'" }),
  blocker: oneOf(blockerNames),
  /** Whether it answers the same without the fault. */
  fixed: flag().default(false),
  port: port.optional(),
})

export type BlockerTarget = z.output<typeof blockerTarget>
