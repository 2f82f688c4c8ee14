import type { LeakReport } from './leak-report.ts'

export const LEAK_SCHEMA_VERSION = 1

/** A variant that was searched for a leak. */
export interface CheckedVariant {
  readonly name: string
  /** On one line. */
  readonly target: string
  /** Whether it was known to leak. */
  readonly leaks: boolean
  readonly hunt: LeakReport
  /** What is to be known of the hunt, one sentence each. */
  readonly notes: readonly string[]
}

/** What a leak check leaves. */
export interface LeakCheckArtifact {
  /** As many as were finished, in their order. */
  readonly variants: readonly CheckedVariant[]
  /** How many there are to be. */
  readonly planned: number
  readonly notes: readonly string[]
}

/** What tells a leak check from others. */
export interface LeakCheckIdentity {
  readonly name: string
  readonly seed: number
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly plan: 'full' | 'quick'
  readonly scenarioHash: string
  /** What does the same again. */
  readonly command: string
  /** Runtime, cores and processor. */
  readonly environment: string
}

/** `leak`: one leaks that was not known to, or one does not that was. `unknown`: of one it cannot be said. */
export type LeakOutcome = 'ok' | 'leak' | 'unknown'

/** A leak check, as plain JSON. */
export interface LeakCheckReport extends LeakCheckIdentity, LeakCheckArtifact {
  /** Rises when a field is taken away or changes its meaning. */
  readonly schemaVersion: typeof LEAK_SCHEMA_VERSION
  readonly outcome: LeakOutcome
}

export function buildLeakCheckReport(
  identity: LeakCheckIdentity,
  artifact: LeakCheckArtifact,
): LeakCheckReport {
  return { schemaVersion: LEAK_SCHEMA_VERSION, ...identity, outcome: outcomeOf(artifact), ...artifact }
}

function outcomeOf({ variants, planned }: LeakCheckArtifact): LeakOutcome {
  const outcomes = variants.map(outcomeOfVariant)
  if (outcomes.includes('leak')) return 'leak'
  return outcomes.includes('unknown') || variants.length < planned ? 'unknown' : 'ok'
}

/** A resident set that grows alone may be a leak of native code or none, which cannot be told. */
export function outcomeOfVariant({ hunt, leaks }: Pick<CheckedVariant, 'hunt' | 'leaks'>): LeakOutcome {
  const { verdict } = hunt.verdict
  if (verdict === 'unknown' || verdict === 'native-growth') return 'unknown'
  return (verdict === 'leak') === leaks ? 'ok' : 'leak'
}
