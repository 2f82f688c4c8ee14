import type { CloseReason } from './close-reason.ts'
import type { RejectReason } from './pool-effects.ts'

/** One decision of a pool, as its effects report it. */
export type Decision =
  | {
      readonly what: 'assign'
      readonly request: number
      readonly connection: number
      readonly reused: boolean
    }
  | { readonly what: 'dial'; readonly connection: number }
  | { readonly what: 'close'; readonly connection: number; readonly reason: CloseReason }
  | { readonly what: 'reject'; readonly request: number; readonly reason: RejectReason }
