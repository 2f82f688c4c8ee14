import type { LeakCheckInput } from './leak-schema.ts'

/** What `defineLeakCheck` makes: the leak check, and what tells it from a scenario of a pool. */
export type DefinedLeakCheck = LeakCheckInput & { readonly kind: 'leak' }

/** A leak check: variants of a target, each of which is searched for a leak. It is checked when it is loaded. */
export function defineLeakCheck(check: LeakCheckInput): DefinedLeakCheck {
  return { ...check, kind: 'leak' }
}
