import type { Comparability, ComparedSource } from './compared-source.ts'

/** What two sources must have in common to be compared, by the names that users allow differences by. */
export const requiredAlike = ['scenario', 'environment', 'driver', 'seed', 'plan', 'target', 'load'] as const

/** What two sources must have in common. */
export type RequiredAlike = (typeof requiredAlike)[number]

/** Something that two sources do not have in common; `null` where one of them does not know or have it. */
export interface SourceDifference {
  /** That is not alike. */
  readonly what: RequiredAlike
  /** As A has it. */
  readonly a: string | null
  /** As B has it. */
  readonly b: string | null
}

/**
 * Every difference that makes figures of two sources not comparable. What only one of them knows counts as a difference,
 * since it cannot be excluded. Clients and settings may differ: they are what is compared.
 */
export function findDifferences(a: ComparedSource, b: ComparedSource): SourceDifference[] {
  return requiredAlike
    .map((what) => ({ what, a: valueOf(a.comparability, what), b: valueOf(b.comparability, what) }))
    .filter((each) => each.a !== each.b)
}

function valueOf(comparability: Comparability, what: RequiredAlike): string | null {
  const value = comparability[what === 'scenario' ? 'scenarioHash' : what]
  return value === null ? null : String(value)
}
