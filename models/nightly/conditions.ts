import type { PastNight } from './past-night.ts'

/** What has to be the same for two nights to be comparable. */
export interface Conditions {
  /** Of the environment. */
  readonly fingerprint: string
  readonly scenarioHash: string
}

export function isUnder(
  night: Pick<PastNight, 'environment' | 'scenarioHash'>,
  { fingerprint, scenarioHash }: Conditions,
): boolean {
  return night.environment.fingerprint === fingerprint && night.scenarioHash === scenarioHash
}

/** Whether something could be said of the night: of one whose measurement is not to be trusted there are no findings. */
export function isTelling({ judgement }: Pick<PastNight, 'judgement'>): boolean {
  return judgement.verdict !== 'unknown' || judgement.findings.length > 0
}

/**
 * The nights that say something about the next one: those under the conditions of the newest, without those that are not
 * to be trusted. A night that was unknown for its gate counts: without it, the gate could never become narrower.
 *
 * @param history oldest first
 */
export function comparableNights(history: readonly PastNight[]): readonly PastNight[] {
  const newest = history.at(-1)
  if (newest === undefined) return []
  const conditions = { fingerprint: newest.environment.fingerprint, scenarioHash: newest.scenarioHash }
  return history.filter((night) => isUnder(night, conditions) && isTelling(night))
}
