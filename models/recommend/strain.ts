import type { Role, Strain, Trial } from '../artifacts/simulate.ts'
import { fromStored, type StoredPoolSettings } from '../pool/settings.ts'
import type { ConstraintName, Premises, Subject } from './constraint.ts'
import { checkConstraints } from './constraints.ts'
import type { Expectation } from './expectation.ts'
import { milliseconds } from './figures.ts'
import { TOLERATED_P99 } from './shortlist.ts'

/** Load and service time, each a quarter less and a quarter more than today, one at a time. */
export const STRAINS: readonly Strain[] = [
  { load: 0.75, serviceTime: 1 },
  { load: 1.25, serviceTime: 1 },
  { load: 1, serviceTime: 0.75 },
  { load: 1, serviceTime: 1.25 },
]

/** Settings as today's traffic finds them, and the best without a limit on idle connections beside them. */
export interface Baseline {
  readonly subject: Subject
  readonly unlimited: Expectation
}

/**
 * What of that which holds today does not hold under a strain: a constraint, or the P99, which must stay within 2 % of
 * the best without a limit on idle connections under the same strain (where it is further off today, within 2 % of being
 * as far off).
 *
 * @param unlimited the best without a limit on idle connections, under the same strain
 * @param excusesSlo whether the SLO may be missed where that misses it as well
 * @returns whole sentences; none where everything holds
 */
export function failuresUnder(options: {
  readonly baseline: Baseline
  readonly expected: Expectation
  readonly unlimited: Expectation
  readonly premises: Premises
  readonly excusesSlo: boolean
}): string[] {
  const { baseline, expected, unlimited, premises, excusesSlo } = options
  const settings = baseline.subject.settings
  const keptToday = namesKept(baseline.subject, premises)
  const sloIsLost = !namesKept({ settings, expected: unlimited }, premises).has('slo')
  const broken = checkConstraints({ settings, expected }, premises).filter(
    ({ name, holds }) => !holds && keptToday.has(name) && !(name === 'slo' && excusesSlo && sloIsLost),
  )
  return [...broken.map(({ sentence }) => sentence), ...p99Failure(baseline, expected, unlimited)]
}

function p99Failure({ subject, unlimited: today }: Baseline, expected: Expectation, unlimited: Expectation) {
  const offToday = subject.expected.p99Ms / today.p99Ms
  const tolerated = offToday > TOLERATED_P99 ? TOLERATED_P99 * offToday : TOLERATED_P99
  if (!(expected.p99Ms > tolerated * unlimited.p99Ms)) return []
  return [
    `P99 ${milliseconds(expected.p99Ms)} is ${(100 * (expected.p99Ms / unlimited.p99Ms - 1)).toFixed(1)} % above the ${milliseconds(unlimited.p99Ms)} without a limit on idle connections.`,
  ]
}

function namesKept(subject: Subject, premises: Premises): ReadonlySet<ConstraintName> {
  return new Set(
    checkConstraints(subject, premises)
      .filter(({ holds }) => holds)
      .map(({ name }) => name),
  )
}

/** What was tried of settings under a strain, if it was. */
export function trialOf(
  trials: readonly Trial[],
  { role, settings }: { readonly role: Role; readonly settings: StoredPoolSettings },
  strain: Strain,
): Trial | undefined {
  const wanted = JSON.stringify(settings)
  return trials.find(
    (trial) =>
      trial.role === role &&
      trial.strain.load === strain.load &&
      trial.strain.serviceTime === strain.serviceTime &&
      JSON.stringify(trial.settings) === wanted,
  )
}

/** As constraints take them. */
export function subjectOf(settings: StoredPoolSettings, expected: Expectation): Subject {
  return { settings: fromStored(settings), expected }
}
