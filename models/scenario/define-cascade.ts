import type { CascadeInput } from './cascade-schema.ts'

/** What `defineCascade` makes: the cascade, and what tells it from a scenario of a pool. */
export type DefinedCascade = CascadeInput & { readonly kind: 'cascade' }

/**
 * A cascade: faults that are put into a built-in chain of four services, one after another, each to be found again from the
 * traces and figures of all of them. It is checked when it is loaded.
 */
export function defineCascade(cascade: CascadeInput): DefinedCascade {
  return { ...cascade, kind: 'cascade' }
}
